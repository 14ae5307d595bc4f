// A page of ours as the host holds it: what reaches it and when, and what of what it says is handled.
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PanelMessage } from '../../../src/protocol/panelMessages.ts';
import { WebviewPage, type PageServices } from '../../../src/vscode/host/webviewPage.ts';
import { BareWebview } from '../../window/standIn/bareWebview.ts';
import { StandInView } from '../../window/standIn/editor.ts';
import { Uri } from '../../window/standIn/values.ts';

const notices = vi.hoisted(() => ({ showLoggedProblem: vi.fn(() => Promise.resolve()) }));
vi.mock('../../../src/vscode/host/notices.ts', () => notices);

type Said = Extract<PanelMessage, { type: 'page-ready' | 'code-inserted' | 'answer-stopped' }>;

const schema: v.GenericSchema<unknown, Said> = v.variant('type', [
  v.object({ type: v.literal('page-ready'), chatId: v.string(), openedAt: v.number() }),
  v.object({ type: v.literal('code-inserted'), code: v.string() }),
  v.object({ type: v.literal('answer-stopped') }),
]);
const ready = { type: 'page-ready', chatId: '', openedAt: 0 };
const appearance = { type: 'appearance-changed', language: 'en', translations: {}, fontSize: 14 };
const news = (text: string) => ({ type: 'news', text });

function show(handle: (message: Said) => unknown = () => undefined) {
  const view = new StandInView(new BareWebview());
  const handled: unknown[] = [];
  const logged: string[] = [];
  const refused = new Set<string>();
  const languageListeners = new Set<() => void>();
  const note = (line: string) => void logged.push(line);
  const localization = {
    t: (text: string) => text,
    language: 'en',
    translations: {},
    onDidChange: (listener: () => void) => {
      languageListeners.add(listener);
      return { dispose: () => languageListeners.delete(listener) };
    },
  };
  const services = {
    extensionUri: Uri.file('/extension'),
    localization,
    gate: {
      admit: async (type: string, act: () => unknown) => {
        if (!refused.has(type)) {
          await act();
        }
      },
    },
    errors: { describeFailure: (error: Error) => ({ text: `Said: ${error.message}`, actions: [] }) },
    log: { debug: note, info: note, warn: note, error: note },
  } as unknown as PageServices;
  const onHidden = vi.fn();
  const page = new WebviewPage<Said, ReturnType<typeof news>>(view as never, services, {
    name: 'The page',
    schema,
    html: (_webview, uri, language) => `${uri.path} ${language}`,
    fontSize: () => 14,
    handle: (message) => {
      handled.push(message);
      return handle(message);
    },
    onHidden,
  });
  const { webview } = view;
  return { page, view, webview, handled, logged, refused, localization, languageListeners, onHidden };
}

describe('a page of ours', () => {
  afterEach(() => vi.clearAllMocks());

  it('is told nothing before it is ready, then first how it looks', () => {
    const { page, webview, handled } = show();
    page.post(news('early'));
    expect(webview.html).toBe('/extension en');
    expect(webview.posted).toEqual([]);
    webview.say(ready);
    page.post(news('one'));
    page.post(news('two'));
    expect(webview.posted).toEqual([appearance, news('one'), news('two')]);
    expect(handled).toEqual([ready]);
  });

  it('knows how it looks before what its handler tells', () => {
    const shown = show(() => shown.page.post(news('first')));
    shown.webview.say(ready);
    expect(shown.webview.posted).toEqual([appearance, news('first')]);
  });

  it('is told of another language and another font size while it is ready', () => {
    const { page, webview, localization, languageListeners } = show();
    languageListeners.forEach((tell) => tell());
    expect(webview.posted).toEqual([]);
    webview.say(ready);
    localization.language = 'id';
    languageListeners.forEach((tell) => tell());
    page.showAppearance();
    expect(webview.posted).toEqual([appearance, { ...appearance, language: 'id' }, { ...appearance, language: 'id' }]);
  });

  it('is told nothing while it is hidden, and begins anew when it is shown again', async () => {
    const { page, view, webview, onHidden } = show();
    webview.say(ready);
    await view.setVisible(false);
    expect(onHidden).toHaveBeenCalledTimes(1);
    page.post(news('hidden'));
    await view.setVisible(true);
    page.post(news('still loading'));
    webview.say(ready);
    expect(webview.posted).toEqual([appearance, appearance]);
    expect(onHidden).toHaveBeenCalledTimes(1);
  });

  it('ends with its webview', () => {
    const { page, view, webview, handled, languageListeners } = show();
    webview.say(ready);
    view.dispose();
    page.post(news('late'));
    webview.say({ type: 'answer-stopped' });
    expect(webview.posted).toEqual([appearance]);
    expect(handled).toEqual([ready]);
    expect(languageListeners.size).toBe(0);
  });

  // Rows: T11
  it.each([undefined, null, 'page-ready', [], {}, { type: 'page-ready' }, { type: 'code-inserted', code: 1 }])(
    'is not handled when it says %j',
    (message) => {
      const { page, webview, handled, logged } = show();
      webview.say(message);
      page.post(news('to nobody'));
      expect(handled).toEqual([]);
      expect(webview.posted).toEqual([]);
      expect(logged).toEqual(['The page sent a message that is not in the protocol.']);
    },
  );

  it('does only what the gate lets through', () => {
    const { webview, handled, refused } = show();
    refused.add('code-inserted');
    webview.say({ type: 'code-inserted', code: 'x' });
    webview.say({ type: 'answer-stopped' });
    expect(handled).toEqual([{ type: 'answer-stopped' }]);
  });

  it.each([
    [
      'at once',
      () => {
        throw new Error('broken');
      },
    ],
    ['later', () => Promise.reject(new Error('broken'))],
  ])('has what fails %s logged and said', async (_when, fail) => {
    const { webview, logged } = show(fail);
    webview.say({ type: 'answer-stopped' });
    await vi.waitFor(() => expect(notices.showLoggedProblem).toHaveBeenCalledWith('Said: broken', expect.anything()));
    expect(logged).toEqual(['answer-stopped failed: Error: broken']);
  });
});
