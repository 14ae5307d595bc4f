// Our settings in VS Code's settings editor.
import * as vscode from 'vscode';

/** `words`: what they are searched for. */
export async function openSettings(words: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@ext:opencodex.opencodex ${words}`);
}

/** The same for those that the workspace says. */
export async function openWorkspaceSettings(words: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWorkspaceSettings', {
    query: `@ext:opencodex.opencodex ${words}`,
  });
}
