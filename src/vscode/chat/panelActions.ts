// What the buttons and links of the panel do in the editor.
import * as vscode from 'vscode';
import type { Attachment } from '../../shared/chat.ts';
import type { Translate } from '../../shared/translate.ts';
import { showProblem } from '../host/showProblem.ts';

/** Replaces the selections of the last used editor, in one undo step. */
export async function insertAtCursor(code: string, t: Translate): Promise<void> {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editor = [activeTextEditor, ...visibleTextEditors].find((one) => one && isForCode(one.document.uri));
  if (!editor) {
    await vscode.window.showInformationMessage(t('Open a file first: the code goes to its cursor.'));
    return;
  }
  const isDone = await editor.edit((edit) => {
    for (const selection of editor.selections) {
      edit.replace(selection, code);
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
export async function openAsNewFile(code: string, language: string): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const languageId = languageIdOf(language.toLowerCase());
  const document = await vscode.workspace.openTextDocument({
    content: code,
    ...(known.includes(languageId) ? { language: languageId } : {}),
  });
  await vscode.window.showTextDocument(document);
}

/** Web and mail addresses only; VS Code itself asks about hosts that are not trusted. */
export async function openLink(url: string): Promise<void> {
  if (URL.canParse(url) && ['https:', 'http:', 'mailto:'].includes(new URL(url).protocol)) {
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
  }
}

export async function openAttachment(attachment: Attachment | undefined, t: Translate): Promise<void> {
  if (!attachment) {
    return;
  }
  const selection = new vscode.Range(attachment.startLine - 1, 0, attachment.endLine, 0);
  try {
    await vscode.window.showTextDocument(vscode.Uri.parse(attachment.uri, true), { selection });
  } catch {
    await vscode.window.showWarningMessage(t('{0} cannot be opened any more.', attachment.label));
  }
}

/** Names that models give to code blocks, where they differ from VS Code's ids. */
function languageIdOf(name: string): string {
  const aliases: Readonly<Record<string, string>> = {
    bash: 'shellscript',
    sh: 'shellscript',
    shell: 'shellscript',
    zsh: 'shellscript',
    js: 'javascript',
    jsx: 'javascriptreact',
    ts: 'typescript',
    tsx: 'typescriptreact',
    py: 'python',
    rb: 'ruby',
    rs: 'rust',
    md: 'markdown',
    yml: 'yaml',
    'c++': 'cpp',
    'c#': 'csharp',
    cs: 'csharp',
    ps1: 'powershell',
  };
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
}
