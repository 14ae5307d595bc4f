// A webview without a page, for where only what it says counts.
import type * as vscode from 'vscode';
import { EventEmitter } from './values.ts';

export class BareWebview {
  readonly posted: unknown[] = [];
  options: vscode.WebviewOptions = {};
  html = '';
  readonly cspSource = 'http://webview.test';
  readonly #received = new EventEmitter<unknown>();

  readonly onDidReceiveMessage = this.#received.event;

  asWebviewUri(file: vscode.Uri): vscode.Uri {
    return file;
  }

  postMessage(message: unknown): Promise<boolean> {
    this.posted.push(message);
    return Promise.resolve(true);
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  unload(): Promise<void> {
    return Promise.resolve();
  }

  /** Posts to the extension what a page might post. */
  say(message: unknown): void {
    this.#received.fire(message);
  }
}
