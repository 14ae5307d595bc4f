// What the buttons and links of the panel do in the editor.
import * as vscode from 'vscode';
import { viewOf } from '../../context/kinds.ts';
import { indentedAt } from '../../edit/insertion.ts';
import { languageIdOf } from '../../context/languageIds.ts';
import type { Attachment } from '../../shared/parts.ts';
import { toSafeUrl } from '../../shared/links.ts';
import type { Translate } from '../../shared/translate.ts';
import { mayShow } from '../host/askAboutAddresses.ts';
import { openAddress } from '../host/openAddress.ts';
import { showInformation, showProblem, showWarning } from '../host/notices.ts';

/** Replaces the selections of the last used editor, in one undo step. */
export async function insertAtCursor(code: string, t: Translate): Promise<void> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editor = [activeTextEditor, ...visibleTextEditors].find((one) => one && isForCode(one.document.uri));
  if (!editor) {
    await showInformation(t('Open a file first: the code goes to its cursor.'));
    return;
  }
  if (!(await mayShow(editor.document.getText(), code, t))) {
    return;
  }
  const { document } = editor;
  const isDone = await editor.edit((edit) => {
    for (const selection of editor.selections) {
      const before = document.lineAt(selection.start.line).text.slice(0, selection.start.character);
      edit.replace(selection, indentedAt(before, code, document.languageId));
    }
  });
  if (!isDone) {
    await showProblem(t('The file cannot be edited.'), t('Copy'), () => vscode.env.clipboard.writeText(code));
    return;
  }
  await vscode.window.showTextDocument(editor.document, editor.viewColumn);
}

/** Also logs and read-only views are text editors to VS Code. */
function isForCode({ scheme }: vscode.Uri): boolean {
  const isUnsaved = scheme === 'untitled' || scheme === 'vscode-notebook-cell';
  return isUnsaved || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

/** Opens the code as an untitled file of the block's language, where VS Code knows it. */
export async function openAsNewFile(code: string, language: string, t: Translate): Promise<void> {
  if (!(await mayShow('', code, t))) {
    return;
  }
  const languageId = languageIdOf(language, await vscode.languages.getLanguages());
  const document = await vscode.workspace.openTextDocument({
    content: code,
    ...(languageId === undefined ? {} : { language: languageId }),
  });
  await vscode.window.showTextDocument(document);
}

/** Web and mail addresses only. */
export async function openLink(address: string): Promise<void> {
  const url = toSafeUrl(address);
  if (url !== undefined) {
    await openAddress(url);
  }
}

/** Asks first where the address leads out of the workspace: merely opening some addresses tells a stranger who asks. */
export async function openAttachment(attachment: Attachment | undefined, t: Translate): Promise<void> {
  const view = attachment && viewOf(attachment);
  if (!view) {
    return;
  }
  const { startLine, endLine } = view.origin;
  try {
    const uri = vscode.Uri.parse(view.origin.uri, true);
    if (isAtHand(uri) || (await isWanted(uri, t))) {
      const selection = new vscode.Range(startLine - 1, 0, endLine, 0);
      await vscode.window.showTextDocument(uri, { selection });
    }
  } catch {
    await showWarning(t('{0} cannot be opened any more.', attachment.label));
  }
}

/** Where a folder of the workspace is, or open already. */
function isAtHand(uri: vscode.Uri): boolean {
  const { workspaceFolders = [], textDocuments } = vscode.workspace;
  return (
    workspaceFolders.some((folder) => folder.uri.scheme === uri.scheme && folder.uri.authority === uri.authority) ||
    textDocuments.some((document) => document.uri.toString() === uri.toString())
  );
}

async function isWanted(uri: vscode.Uri, t: Translate): Promise<boolean> {
  const open = t('Open');
  const question = t('Open a file that is not of this workspace?');
  return (await showWarning(question, { modal: true, detail: uri.toString() }, open)) === open;
}
