// The webview view of the chat panel: its document, and the messages to and from it, each checked.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import * as v from 'valibot';
import type { Log } from '../../shared/gateway.ts';
import { panelMessageSchema, type HostMessage, type PanelMessage } from '../../protocol/panel.ts';
import { webviewRoots } from '../host/webviewDocument.ts';
import { chatViewHtml } from './chatViewHtml.ts';

const chatViewId = 'opencodex.chat';

interface ChatViewOptions {
  readonly extensionUri: vscode.Uri;
  readonly language: () => string;
  readonly log: Log;
  /** A panel that has just loaded also sends `panel-ready`: it knows nothing yet. */
  readonly onMessage: (message: PanelMessage) => void;
}

export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #options: ChatViewOptions;
  readonly #registration: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #isReady = false;

  constructor(options: ChatViewOptions) {
    this.#options = options;
    this.#registration = vscode.window.registerWebviewViewProvider(chatViewId, this);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri, language } = this.#options;
    this.#view = view;
    this.#isReady = false;
    view.webview.options = { enableScripts: true, localResourceRoots: webviewRoots(extensionUri) };
    // A hidden panel is unloaded; what is posted to it would wait and come on top of what it asks for when shown again.
    view.onDidChangeVisibility(() => {
      this.#isReady &&= view.visible;
    });
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      if (this.#view === view) {
        this.#view = undefined;
        this.#isReady = false;
      }
    });
    view.webview.html = chatViewHtml(view.webview, extensionUri, language());
  }

  /** Does nothing while there is no panel: one that opens later asks for everything. */
  post(message: HostMessage): void {
    if (this.#isReady) {
      void this.#view?.webview.postMessage(message);
    }
  }

  /** The worker that colours code, as text: a webview may start no worker from a file. */
  async postHighlighter(): Promise<void> {
    const worker = join(this.#options.extensionUri.fsPath, 'dist', 'webview', 'highlightWorker.js');
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
    this.#registration.dispose();
  }

  #receive(message: unknown): void {
    const result = v.safeParse(panelMessageSchema, message);
    if (!result.success) {
      this.#options.log.warn('The panel sent a message that is not in the protocol.');
      return;
    }
    if (result.output.type === 'panel-ready') {
      this.#isReady = true;
    }
    this.#options.onMessage(result.output);
  }
}
