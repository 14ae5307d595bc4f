// The panel that attacks are shown in, with a sink in its page. A panel that was hit is not used again.
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { leadToStandIn } from '../../support/standInHook.ts';
import { endedAnswer, failedAnswer, openAnswer, userMessage } from '../../unit/panel/messages.ts';
import { launchBrowser, PanelPage, type PageSource } from '../../unit/panel/panelPage.ts';
import { showGrowing, showListed, showWhole } from './hostileWays.ts';
import { PageSink, type HitKind } from './pageSink.ts';

const messages = { user: userMessage(), open: openAnswer(), ended: endedAnswer(), failed: failedAnswer() };

/** Everything that the sink must see, but for a dialog: what opens one is taken from the page. */
const provenKinds = {
  bypassed: [
    'script',
    'error',
    'element',
    'attribute',
    'link',
    'request',
    'socket',
    'frame',
    'worker',
    'window',
    'navigation',
    'download',
  ],
  inForce: ['policy', 'error', 'element', 'attribute'],
} as const satisfies Readonly<Record<string, readonly HitKind[]>>;

const provenWithinMs = 15_000;

export class HostileStage {
  readonly #browser: Browser;
  readonly #source: PageSource;
  #current: { readonly panel: PanelPage; readonly sink: PageSink } | undefined;

  private constructor(browser: Browser, source: PageSource) {
    this.#browser = browser;
    this.#source = source;
  }

  /** `extensionFolder`: where the extension is built. */
  static async open(extensionFolder: string): Promise<HostileStage> {
    leadToStandIn();
    const { chatPage } = await import('../../unit/panel/shippedPages.ts');
    return new HostileStage(await launchBrowser(), await chatPage(extensionFolder));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  /** Shows the texts in every way. Gives what the sink saw meanwhile. */
  async show(texts: readonly string[]): Promise<readonly string[]> {
    this.#current ??= await this.#openPanel();
    const { panel, sink } = this.#current;
    let hits: string[];
    try {
      const shown = { ...messages, texts };
      await panel.page.evaluate(showListed, shown);
      await panel.page.evaluate(showWhole, shown);
      await clickFirstLink(panel);
      await panel.page.evaluate(showGrowing, shown);
      hits = await sink.take();
    } catch (thrown) {
      hits = [...(await sink.take()), `error: ${String(thrown)}`];
    }
    if (hits.length > 0) {
      this.#current = undefined;
      await panel.page.context().close();
    }
    return hits;
  }

  /** What test code does in the page, with the policy and without it. Throws where the sink has not seen all of it. */
  async prove(): Promise<void> {
    for (const [policy, wanted] of Object.entries(provenKinds)) {
      const { panel, sink } = await this.#openPanel(policy === 'bypassed');
      await panel.page.evaluate(misbehave).catch(() => undefined);
      let missing: readonly HitKind[] = wanted;
      for (const end = performance.now() + provenWithinMs; missing.length > 0 && performance.now() < end;) {
        const hits = await sink.take();
        missing = missing.filter((kind) => hits.every((hit) => !hit.startsWith(`${kind}: `)));
        await setTimeout(10);
      }
      await panel.page.context().close();
      if (missing.length > 0) {
        throw new Error(`With the policy ${policy} the sink did not see: ${missing.join(', ')}`);
      }
    }
  }

  async #openPanel(isPolicyBypassed = false): Promise<{ readonly panel: PanelPage; readonly sink: PageSink }> {
    const sink = new PageSink();
    const prepare = async (page: Page): Promise<void> => {
      if (isPolicyBypassed) {
        const session = await page.context().newCDPSession(page);
        await session.send('Page.setBypassCSP', { enabled: true });
      }
      await sink.watch(page);
    };
    const panel = await PanelPage.open(this.#browser, this.#source, { prepare });
    const text = 'A **harmless** [answer](https://ok.test/).\n\n```js\nconst one = 1;\n```\n';
    await panel.greet([userMessage(), endedAnswer({ text, reasoning: text })]);
    await panel.send({ type: 'highlighter-loaded', source: this.#source.workerSource });
    // Colours mean that the worker has begun, so that the panel itself has nothing more to ask for.
    await panel.page.locator('.code-chunk span').first().waitFor();
    await sink.start();
    return { panel, sink };
  }
}

/** By the mouse: it posts a message, and that is all. */
async function clickFirstLink(panel: PanelPage): Promise<void> {
  const link = panel.page.locator('.answer > div > .markdown a').first();
  if ((await link.count()) === 0) {
    return;
  }
  const before = await panel.posted('link-opened');
  await link.click();
  await link.click({ button: 'middle' });
  const url = await link.evaluate((element) => (element instanceof HTMLAnchorElement ? element.href : ''));
  const after = await panel.posted('link-opened');
  if (after.length !== before.length + 1 || after.at(-1)?.url !== url) {
    throw new Error(`A click on ${url} posted ${JSON.stringify(after.slice(before.length))}`);
  }
}

/** Runs in the page: one deed for each kind of hit. */
function misbehave(): void {
  const box = document.createElement('div');
  box.className = 'markdown';
  box.innerHTML =
    '<img src="https://evil.test/i" onerror="alert(1)"><a href="javascript:alert(1)">x</a><iframe srcdoc="x"></iframe>';
  document.body.append(box);
  const script = document.createElement('script');
  script.textContent = 'ranHere = 1';
  document.body.append(script);
  console.error('An error');
  const follow = (change: Partial<HTMLAnchorElement>): void =>
    Object.assign(document.createElement('a'), change).click();
  follow({ href: '#elsewhere' });
  const attempts = [
    () => void new WebSocket('ws://127.0.0.1:9/'),
    () => void new Worker('data:text/javascript,'),
    () => follow({ href: 'data:text/plain,x', download: 'x.txt' }),
    () => follow({ href: 'https://evil.test/', target: '_blank' }),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch {
      // The policy refuses it.
    }
  }
}
