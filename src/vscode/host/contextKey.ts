// What `when` and `enablement` of our commands and menus ask about the window.
import * as vscode from 'vscode';
import type { ContextKeyId } from '../../contributions/contextKeys.ts';

/** Tells VS Code of a value only where it is another one. */
export class ContextKey {
  readonly #id: ContextKeyId;
  #value: boolean | undefined;

  constructor(id: ContextKeyId) {
    this.#id = id;
  }

  set(value: boolean): void {
    if (value !== this.#value) {
      this.#value = value;
      void vscode.commands.executeCommand('setContext', this.#id, value);
    }
  }
}
