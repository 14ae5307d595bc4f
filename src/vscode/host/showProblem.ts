// What went wrong, in a sentence, with the way on as a button (product.md, "Errors"), for what is no request to the gateway.
import * as vscode from 'vscode';
import type { Translate } from '../../shared/translate.ts';
import { commandIds } from './commands.ts';

/** Waits for the user; does `go` where the button is pressed. */
export async function showProblem(text: string, wayOn: string, go: () => unknown): Promise<void> {
  if ((await vscode.window.showErrorMessage(text, wayOn)) === wayOn) {
    await go();
  }
}

/** A problem about which the log says more. */
export function showLoggedProblem(text: string, t: Translate): Promise<void> {
  return showProblem(text, t('Show log'), () => vscode.commands.executeCommand(commandIds.showLog));
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
