// What the suites do with files and editors.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** A file of its own folder, deleted by `remove`. */
export async function openFile(
  name: string,
  content: string | Uint8Array,
): Promise<{ editor: vscode.TextEditor; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-suite-'));
  const path = join(folder, name);
  await writeFile(path, content);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
  return { editor, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Selects whole lines, counted from 1. */
export function selectLines(editor: vscode.TextEditor, first: number, last: number): void {
  const end = editor.document.lineAt(last - 1).range.end;
  editor.selection = new vscode.Selection(new vscode.Position(first - 1, 0), end);
}

/** Resolves with the first defined result of `read`, asked again whenever `events` fire; rejects after ten seconds. */
export async function until<T>(
  what: string,
  read: () => T | undefined,
  ...events: vscode.Event<unknown>[]
): Promise<T> {
  const subscriptions: vscode.Disposable[] = [];
  try {
    return await new Promise<T>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`Waited in vain for ${what}.`)), 10_000);
      subscriptions.push(new vscode.Disposable(() => clearTimeout(limit)));
      const attempt = (): void => {
        const result = read();
        if (result !== undefined) {
          resolve(result);
        }
      };
      subscriptions.push(...events.map((event) => event(attempt)));
      attempt();
    });
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
  }
}

/** The right-hand side of the review in front. */
export function activeProposal(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'opencodex-edit'
    ? input.modified
    : undefined;
}

export async function proposedText(): Promise<string> {
  const uri = activeProposal();
  assert.ok(uri, 'A review should be open.');
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
