// The workspace of this window, as chats and requests know it.
import * as vscode from 'vscode';
import type { ChatHead } from '../../shared/history.ts';

/** By which chats of this workspace are found again. */
export function currentWorkspace(): ChatHead['workspace'] {
  const { workspaceFile, workspaceFolders, name } = vscode.workspace;
  const uri = workspaceFile ?? workspaceFolders?.[0]?.uri;
  return uri && { id: uri.toString(), name: name ?? '' };
}
