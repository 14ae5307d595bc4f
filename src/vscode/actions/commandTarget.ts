// What a menu or the lightbulb passes to an action. It gives no rights: the code is read as if selected by hand.
import * as vscode from 'vscode';
import type { CodeTarget } from './codeTarget.ts';

/** The lightbulb passes a document's address and a range; the right-click menu only the address, the palette nothing. */
export async function readCommandTarget(values: readonly unknown[]): Promise<CodeTarget | undefined> {
  const [uri, range] = values;
  if (!(uri instanceof vscode.Uri) || !(range instanceof vscode.Range)) {
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return { document, range: document.validateRange(range) };
}
