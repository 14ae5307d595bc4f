// How every page begins: it connects to the host, takes on the user's language and font size, draws its views, and says it is ready.
import { effect } from '@preact/signals';
import { render, type JSX } from 'preact';
import type * as v from 'valibot';
import type { AppearanceMessage } from '../../protocol/page.ts';
import { connectHost, type PageHost } from './pageHost.ts';
import type { PageState } from './pageState.ts';

interface PageParts<News extends { readonly type: string }, Outgoing, Page extends PageState<News, Outgoing>> {
  /** Of every message from the host. */
  readonly schema: v.GenericSchema<unknown, AppearanceMessage | News>;
  readonly create: (host: PageHost<AppearanceMessage | News, Outgoing>) => Page;
  readonly draw: (page: Page) => JSX.Element;
}

/** Call once in a document. Undefined where the document is not one of ours. */
export function startPage<News extends { readonly type: string }, Outgoing, Page extends PageState<News, Outgoing>>({
  schema,
  create,
  draw,
}: PageParts<News, Outgoing, Page>): Page | undefined {
  const root = document.querySelector('#root');
  if (!root) {
    return undefined;
  }
  const page = create(connectHost(window, schema));
  effect(() => {
    if (page.appearance.value) {
      showAppearance(page.appearance.value);
    }
  });
  render(draw(page), root);
  page.start();
  return page;
}

/** The style sheets go by this variable. */
const fontSizeVariable = '--page-font-size';

function showAppearance({ language, fontSize }: AppearanceMessage): void {
  const { documentElement } = document;
  documentElement.lang = language === 'zh-cn' ? 'zh-Hans' : language;
  if (fontSize > 0) {
    documentElement.style.setProperty(fontSizeVariable, `${fontSize}px`);
  } else {
    documentElement.style.removeProperty(fontSizeVariable);
  }
}
