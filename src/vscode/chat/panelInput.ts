// Inputs of VS Code that the panel asks for: VS Code gives the focus to an editor after them, though people go on in the panel.
import * as vscode from 'vscode';

export class PanelInput {
  readonly #takeFocus: () => Promise<void>;

  /** @param takeFocus gives the panel the focus */
  constructor(takeFocus: () => Promise<void>) {
    this.#takeFocus = takeFocus;
  }

  /**
   * Gives the panel the focus back once something was entered (`ask` gave no empty value), unless the user has gone to an editor or to
   * another terminal meanwhile: what was entered may take a while to be checked.
   */
  async ask<Entered>(ask: () => Thenable<Entered>): Promise<Entered> {
    let departures = 0;
    const leave = (): void => {
      departures += 1;
    };
    const watch = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(leave),
      vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
        // Without one it was no user: an edit of ours, or of another extension.
        if (kind !== undefined) {
          leave();
        }
      }),
      vscode.window.onDidChangeActiveTerminal(leave),
    );
    try {
      const entered = await ask();
      if (Boolean(entered) && departures === 0) {
        await this.#takeFocus();
      }
      return entered;
    } finally {
      watch.dispose();
    }
  }
}
