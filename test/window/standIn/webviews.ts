// Webviews as VS Code has them: a document of the extension's in a page of a real browser, with its files, messages and state.
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type * as vscode from 'vscode';
import { themeCss, type ThemeName } from '../../unit/panel/themes.ts';
import { EventEmitter, Uri } from './values.ts';

const origin = 'http://webview.test';
const filesPath = '/file';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.ttf': 'font/ttf',
};

const themeClasses: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
};

export interface WebviewOptions {
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
  /** What a document of before has kept by `setState`. */
  readonly pageState?: string;
  /** Gets the page before it has a document. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** One webview and its page. Whoever opens it closes it. */
export class StandInWebview {
  readonly page: Page;
  /** Addresses that the page asked for and the document's roots do not hold. */
  readonly strayRequests: string[] = [];
  /** Uncaught errors, dialogs and violations of the policy. */
  readonly troubles: string[] = [];
  /** What the extension has posted to the page, whether or not there was one to take it. */
  readonly posted: unknown[] = [];
  options: vscode.WebviewOptions = {};
  readonly cspSource = origin;
  readonly #received = new EventEmitter<unknown>();
  /** Resolves once the document that was set last is there. */
  loaded: Promise<void> = Promise.resolve();
  #html = '';
  #isLoaded = false;

  readonly onDidReceiveMessage = this.#received.event;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    { theme = 'dark', size, pageState, prepare }: WebviewOptions = {},
  ): Promise<StandInWebview> {
    const context = await browser.newContext({
      viewport: size ?? { width: 420, height: 760 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const webview = new StandInWebview(await context.newPage());
    await webview.#prepare({ css: themeCss(theme), themeClass: themeClasses[theme], pageState });
    await prepare?.(webview.page);
    return webview;
  }

  get html(): string {
    return this.#html;
  }

  /** Loads the document, as VS Code does at once. */
  set html(html: string) {
    this.#html = html;
    this.loaded = this.load();
  }

  asWebviewUri(file: vscode.Uri): vscode.Uri {
    return Uri.parse(`${origin}${filesPath}${file.path}`);
  }

  /** Resolves to whether there was a document to take it. Messages arrive in the order in which they were posted. */
  async postMessage(message: unknown): Promise<boolean> {
    this.posted.push(message);
    if (!this.#isLoaded) {
      return false;
    }
    try {
      await this.page.evaluate((data) => void dispatchEvent(new MessageEvent('message', { data })), message);
      return true;
    } catch {
      // The document went away meanwhile.
      return false;
    }
  }

  /** Loads the document anew; what it has kept by `setState` is there again. */
  async load(): Promise<void> {
    this.#isLoaded = true;
    await this.page.goto(`${origin}/`);
  }

  /** Ends the document, as VS Code does with one that is hidden. */
  async unload(): Promise<void> {
    this.#isLoaded = false;
    await this.page.goto('about:blank');
  }

  /** What the document has kept by `setState`. */
  async readState(): Promise<string | undefined> {
    return await this.page.evaluate(() => sessionStorage.getItem('state') ?? undefined);
  }

  async close(): Promise<void> {
    this.#isLoaded = false;
    await this.page.context().close();
  }

  async #prepare(part: VsCodePart): Promise<void> {
    const { page, troubles } = this;
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        troubles.push(message.text());
      }
    });
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.exposeBinding('postToHost', (_source, message: unknown) => this.#received.fire(message));
    await page.addInitScript(installApi, part);
    await page.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.href === `${origin}/`) {
        await route.fulfill({ contentType: 'text/html', body: this.#html });
        return;
      }
      const body = await this.#read(url);
      if (body === undefined) {
        this.strayRequests.push(url.href);
        await route.abort();
        return;
      }
      await route.fulfill({ contentType: contentTypes[extname(url.pathname)] ?? 'application/octet-stream', body });
    });
  }

  /** A file of the document's roots. */
  async #read(url: URL): Promise<Buffer | undefined> {
    if (url.origin !== origin || !url.pathname.startsWith(filesPath)) {
      return undefined;
    }
    const path = decodeURIComponent(url.pathname.slice(filesPath.length));
    const roots = (this.options.localResourceRoots ?? []).map(({ fsPath }) => join(fsPath, sep));
    return roots.some((root) => path.startsWith(root)) ? await readFile(await realpath(path)) : undefined;
  }
}

interface VsCodePart {
  readonly css: string;
  readonly themeClass: string;
  readonly pageState: string | undefined;
}

/** Runs in the page before its document: VS Code's part of it. */
function installApi({ css, themeClass, pageState }: VsCodePart): void {
  if (pageState !== undefined && location.href !== 'about:blank' && sessionStorage.getItem('state') === null) {
    sessionStorage.setItem('state', pageState);
  }
  const post = Reflect.get(globalThis, 'postToHost') as (message: unknown) => Promise<void>;
  const posts: unknown[] = [];
  Object.assign(globalThis, {
    posts,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        const copy: unknown = JSON.parse(JSON.stringify(message));
        posts.push(copy);
        void post(copy);
      },
      getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
    }),
  });
  addEventListener('DOMContentLoaded', () => {
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    document.adoptedStyleSheets.push(style);
    document.body.classList.add(themeClass);
  });
}
