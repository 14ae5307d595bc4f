// The real panel bundle in a plain Chromium page, under the content security policy that VS Code's webview gives it,
// with the test in the place of the extension host.
import { readFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { HostMessage, PanelMessage } from '../../../src/shared/protocol.ts';
import { chromiumFlags, ensureHeadlessChromium } from '../../harness/chromium.ts';
import { themeCss, type ThemeName } from './themes.ts';

const origin = 'http://panel.test';

export interface Bundles {
  /** What each path of the page's origin gives. */
  readonly files: ReadonlyMap<string, { readonly contentType: string; readonly body: Buffer }>;
  readonly workerSource: string;
}

/** Bundles `entry` (the panel, unless told otherwise) and the highlight worker, as esbuild.js does. `styles` are of media. */
export async function buildBundles(entry = 'src/webview/main.tsx', styles = ['chat.css']): Promise<Bundles> {
  const { outputFiles } = await esbuild.build({
    entryPoints: { panel: entry, highlightWorker: 'src/webview/highlight/worker.ts' },
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'chrome138',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const output = (name: string): Buffer => {
    const file = outputFiles.find(({ path }) => path.endsWith(name));
    if (!file) {
      throw new Error(`esbuild did not write ${name}.`);
    }
    return Buffer.from(file.contents);
  };
  const codicons = 'node_modules/@vscode/codicons/dist';
  const files = new Map([
    ['/panel.js', { contentType: 'text/javascript', body: output('panel.js') }],
    ['/codicon.css', { contentType: 'text/css', body: await readFile(`${codicons}/codicon.css`) }],
    ['/codicon.ttf', { contentType: 'font/ttf', body: await readFile(`${codicons}/codicon.ttf`) }],
  ]);
  for (const name of styles) {
    files.set(`/${name}`, { contentType: 'text/css', body: await readFile(`media/${name}`) });
  }
  return { files, workerSource: output('highlightWorker.js').toString() };
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureHeadlessChromium(), args: [...chromiumFlags] });
}

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
}

export class PanelPage {
  readonly page: Page;
  /** Addresses outside the panel's own files that the page asked for. */
  readonly strayRequests: string[] = [];
  /** Uncaught errors, dialogs and violations of the policy. */
  readonly troubles: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the panel as it is before the host has said anything. Closed with its browser. */
  static async open(browser: Browser, bundles: Bundles, options: PanelOptions = {}): Promise<PanelPage> {
    const context = await browser.newContext({ viewport: options.size ?? { width: 420, height: 760 } });
    const panel = new PanelPage(await context.newPage());
    const { page } = panel;
    page.on('pageerror', (error) => panel.troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        panel.troubles.push(message.text());
      }
    });
    page.on('dialog', (dialog) => {
      panel.troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      const file = bundles.files.get(url.pathname);
      if (url.origin !== origin || (url.pathname !== '/' && !file)) {
        panel.strayRequests.push(url.href);
        await route.abort();
        return;
      }
      await route.fulfill(file ?? { contentType: 'text/html', body: pageHtml(options.theme ?? 'dark', bundles) });
    });
    await page.goto(`${origin}/`);
    return panel;
  }

  get conversation(): Locator {
    return this.page.getByRole('log', { name: 'Conversation', exact: true });
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  article(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  /** Hands messages to the panel, one after the other, within one task. */
  async send(...messages: readonly unknown[]): Promise<void> {
    await this.page.evaluate((all) => {
      for (const data of all) {
        dispatchEvent(new MessageEvent('message', { data }));
      }
    }, messages);
  }

  /** What the panel has posted so far, of one type. */
  async posted<Type extends PanelMessage['type']>(type: Type): Promise<Extract<PanelMessage, { type: Type }>[]> {
    const posts = await this.page.evaluate((): unknown => Reflect.get(globalThis, 'posts'));
    return (posts as PanelMessage[]).filter(
      (post): post is Extract<PanelMessage, { type: Type }> => post.type === type,
    );
  }

  /** What a host tells a panel that opens: a connection with a key, two models and a chat. */
  async greet(messages: Extract<HostMessage, { type: 'chat-opened' }>['messages'] = []): Promise<void> {
    await this.send(
      { type: 'appearance-changed', language: 'en', translations: {}, fontSize: 0 },
      { type: 'connection-changed', connection: { hasKey: true, isKeyOptional: false } },
      {
        type: 'models-changed',
        models: [{ id: 'deepseek-chat' }, { id: 'qwen-max', name: 'Qwen Max' }],
        selected: 'deepseek-chat',
      },
      { type: 'chat-opened', chatId: 'chat', messages },
    );
    await this.page.locator('.composer').waitFor();
  }

  /** Waits until everything that has been handed in is on the screen. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        }),
    );
  }
}

/** The host's document: see src/vscode. */
function pageHtml(theme: ThemeName, { files }: Bundles): string {
  const styles = [...files.keys()].filter((path) => path.endsWith('.css'));
  const policy = [
    "default-src 'none'",
    "script-src 'nonce-panel'",
    `style-src ${origin} 'nonce-theme'`,
    `font-src ${origin}`,
    `img-src ${origin} data:`,
    'worker-src blob:',
    "connect-src 'none'",
  ].join('; ');
  const kinds = { dark: 'vscode-dark', light: 'vscode-light', 'high-contrast': 'vscode-high-contrast' } as const;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="theme">${themeCss(theme)}</style>
${styles.map((path) => `<link rel="stylesheet" href="${path}">`).join('')}
</head><body class="${kinds[theme]}"><div id="root"></div>
<script nonce="panel">
  globalThis.posts = [];
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => posts.push(structuredClone(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
</script>
<script nonce="panel" src="panel.js"></script></body></html>`;
}
