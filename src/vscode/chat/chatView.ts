// The webview view of the chat panel.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/panel.ts';
import { panelMessageSchema, type PanelMessage } from '../../protocol/panelMessages.ts';
import type { Settings } from '../host/settings.ts';
import { WebviewPage, type PageServices } from '../host/webviewPage.ts';
import { chatViewHtml } from './chatViewHtml.ts';

const chatViewId = 'opencodex.chat';

interface ChatViewServices extends PageServices {
  readonly settings: Settings;
}

export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #services: ChatViewServices;
  readonly #handle: (message: PanelMessage) => Promise<void>;
  readonly #subscriptions: vscode.Disposable;
  #page: WebviewPage<PanelMessage, HostMessage> | undefined;

  constructor(services: ChatViewServices, handle: (message: PanelMessage) => Promise<void>) {
    this.#services = services;
    this.#handle = handle;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(chatViewId, this),
      services.settings.onDidChange((change) => {
        if (change.has('chat.fontSize')) {
          this.#page?.showAppearance();
        }
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#page?.dispose();
    this.#page = new WebviewPage(view, this.#services, {
      name: 'The panel',
      schema: panelMessageSchema,
      html: chatViewHtml,
      fontSize: () => this.#services.settings.get('chat.fontSize'),
      handle: this.#handle,
    });
  }

  /** Does nothing while there is no panel: one that opens later asks for everything. */
  post(message: HostMessage): void {
    this.#page?.post(message);
  }

  /** The worker that colours code, as text: a webview may start no worker from a file. */
  async postHighlighter(): Promise<void> {
    const worker = join(this.#services.extensionUri.fsPath, 'dist', 'webview', 'highlightWorker.js');
    this.post({ type: 'highlighter-loaded', source: await readFile(worker, 'utf8') });
  }

  /** Opens the panel and gives it the focus. */
  async reveal(): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
  }

  /** Opens the panel, for the user to write in it. */
  async focusMessageBox(): Promise<void> {
    await this.reveal();
    // It might leave the focus with a button that is about to go.
    this.post({ type: 'composer-focused' });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#page?.dispose();
  }
}
