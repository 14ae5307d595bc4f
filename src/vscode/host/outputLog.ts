// The log that users can open and send to support. Every line passes the redactor.
import * as vscode from 'vscode';
import { redactPatterns } from '../../api/redact.ts';
import type { Log } from '../../shared/gateway.ts';

export class OutputLog implements Log, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('OpenCodex', { log: true });

  debug(message: string): void {
    this.#channel.debug(redactPatterns(message));
  }

  info(message: string): void {
    this.#channel.info(redactPatterns(message));
  }

  warn(message: string): void {
    this.#channel.warn(redactPatterns(message));
  }

  error(message: string): void {
    this.#channel.error(redactPatterns(message));
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
