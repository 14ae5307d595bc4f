// A file that the user asked for, written where the user says.
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Log } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import { messageOf, showInformation, showProblem } from './notices.ts';

interface ExportedFile {
  /** With its extension. */
  readonly name: string;
  readonly filters: Readonly<Record<string, string[]>>;
  /** True for what nobody should commit by accident: the folder offered first is the user's own, not the workspace's. */
  readonly isPrivate?: boolean;
  /** Called once the place is known: the file holds what is so when it is written. */
  readonly content: () => Promise<string | Uint8Array>;
}

/**
 * Asks for the place, writes the file and says so. Where that fails it says why and offers to do it again; it never rejects. Returns
 * whether the file was written.
 */
export async function exportFile(file: ExportedFile, t: Translate, log: Log): Promise<boolean> {
  try {
    const place = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(defaultFolder(file), file.name),
      filters: { ...file.filters },
    });
    if (!place) {
      return false;
    }
    const content = await file.content();
    await vscode.workspace.fs.writeFile(place, typeof content === 'string' ? Buffer.from(content) : content);
    void showInformation(t('Exported to {0}.', vscode.workspace.asRelativePath(place)));
    return true;
  } catch (error) {
    log.error(`A file could not be exported: ${String(error)}`);
    const text = t('The file was not written: {0}', messageOf(error));
    void showProblem(text, t('Try again'), () => exportFile(file, t, log));
    return false;
  }
}

function defaultFolder({ isPrivate = false }: ExportedFile): vscode.Uri {
  const ofWorkspace = isPrivate ? undefined : vscode.workspace.workspaceFolders?.[0];
  return ofWorkspace?.uri ?? vscode.Uri.file(homedir());
}
