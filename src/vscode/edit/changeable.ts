// Which documents a proposal can be made for.
import * as vscode from 'vscode';

/** `no-text`: a cell of a notebook, or a log. `read-only`: nothing can be written where it is. */
export function whyUnchangeable({ uri }: vscode.TextDocument): 'no-text' | 'read-only' | undefined {
  if (['vscode-notebook-cell', 'output'].includes(uri.scheme)) {
    return 'no-text';
  }
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false ? 'read-only' : undefined;
}
