// A document of the extension's own in a page of Chromium, with its own policy, and with the test in the place of the extension host.
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type * as vscode from 'vscode';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import type { PanelMessage } from '../../../src/protocol/panelMessages.ts';
import { chromiumFlags, ensureHeadlessChromium } from '../../harness/chromium.ts';
import { chatOpened } from './messages.ts';
import { Uri } from '../../window/standIn/values.ts';
import { StandInWebview, type WebviewOptions } from '../../window/standIn/webviews.ts';

/** What shippedPages.ts gives. */
export interface PageSource {
  /** The built extension, or what is laid out like it. */
  readonly folder: string;
  readonly html: (webview: vscode.Webview, extensionUri: vscode.Uri) => string;
  readonly roots: (extensionUri: vscode.Uri) => vscode.Uri[];
  /** The source of the worker that colours code. */
  readonly workerSource: string;
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureHeadlessChromium(), args: [...chromiumFlags] });
}

export type PanelOptions = Omit<WebviewOptions, 'pageState'>;

export class PanelPage {
  readonly #webview: StandInWebview;

  private constructor(webview: StandInWebview) {
    this.#webview = webview;
  }

  /** Opens the page as it is before the host has said anything. Closed with its browser. */
  static async open(browser: Browser, source: PageSource, options: PanelOptions = {}): Promise<PanelPage> {
    const webview = await StandInWebview.open(browser, options);
    const extensionUri = Uri.file(source.folder);
    webview.options = { enableScripts: true, localResourceRoots: source.roots(extensionUri) };
    webview.html = source.html(webview as Partial<vscode.Webview> as vscode.Webview, extensionUri);
    await webview.loaded;
    return new PanelPage(webview);
  }

  get page(): Page {
    return this.#webview.page;
  }

  /** Addresses outside the extension's own files that the page asked for. */
  get strayRequests(): readonly string[] {
    return this.#webview.strayRequests;
  }

  /** Uncaught errors, dialogs and violations of the policy. */
  get troubles(): readonly string[] {
    return this.#webview.troubles;
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
  async greet(messages: readonly ChatMessage[] = []): Promise<void> {
    await this.send(
      { type: 'appearance-changed', language: 'en', translations: {}, fontSize: 0 },
      { type: 'connection-changed', connection: { hasKey: true, isKeyOptional: false } },
      {
        type: 'models-changed',
        models: [{ id: 'deepseek-chat' }, { id: 'qwen-max', name: 'Qwen Max' }],
        selected: 'deepseek-chat',
      },
      chatOpened(messages),
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
