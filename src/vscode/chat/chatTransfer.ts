// Chats out to files that the user picks, and in from them.
import * as vscode from 'vscode';
import { chatMarkdown } from '../../chat/chatMarkdown.ts';
import { importChats, type ImportProblem } from '../../chat/import/importChats.ts';
import { writeChatFile } from '../../shared/chatFile.ts';
import { withUnsaved, type UnsavedChat } from '../../chat/unsavedChats.ts';
import type { ChatTree } from '../../shared/history.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ChatStore } from '../../store/chatStore.ts';
import { exportFile } from '../host/exportFile.ts';
import { messageOf, showProblem } from '../host/showProblem.ts';

/** Longest file that is imported, in bytes. */
const longestFile = 64 * 1024 * 1024;

interface ExportChoice extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Default;
  readonly format: 'markdown' | 'json' | 'all';
}

interface ExportOptions {
  readonly store: ChatStore;
  /** The one in question, with what is not kept yet. */
  readonly chat: ChatTree | undefined;
  /** What could not be saved so far, of all chats. */
  readonly unsaved: readonly UnsavedChat[];
  readonly t: Translate;
  readonly log: Log;
}

/** Asks for the format and the place. */
export async function exportChats({ store, chat, unsaved, t, log }: ExportOptions): Promise<void> {
  const choice = await vscode.window.showQuickPick(exportChoices(chat !== undefined, t), {
    title: t('Export Chat'),
  });
  if (!choice) {
    return;
  }
  const isMarkdown = choice.format === 'markdown';
  const name = choice.format === 'all' || !chat ? 'opencodex-chats' : fileName(chat.summary.title);
  const content = async (): Promise<string> =>
    isMarkdown && chat
      ? chatMarkdown(chat, t('You'))
      : writeChatFile(choice.format === 'all' ? await readAll(store, unsaved) : chat ? [chat] : []);
  await exportFile(
    isMarkdown
      ? { name: `${name}.md`, filters: { Markdown: ['md'] }, content }
      : { name: `${name}.json`, filters: { JSON: ['json'] }, content },
    t,
    log,
  );
}

/** Asks for files, and adds the chats that are in them; says of each file that was not taken why, and offers another one. */
export async function importFromFiles(store: ChatStore, t: Translate): Promise<void> {
  const files = await vscode.window.showOpenDialog({
    title: t('Import Chats'),
    openLabel: t('Import'),
    canSelectMany: true,
    filters: { JSON: ['json'] },
  });
  let count = 0;
  const problems: string[] = [];
  for (const file of files ?? []) {
    try {
      const chats = await readChats(file);
      if (typeof chats === 'string') {
        problems.push(t('{0} was not imported: {1}', nameOf(file), reasonOf(chats, t)));
        continue;
      }
      for (const chat of chats) {
        await store.call('importTree', chat);
        count += 1;
      }
    } catch (error) {
      problems.push(t('{0} was not imported: {1}', nameOf(file), messageOf(error)));
    }
  }
  if (count > 0) {
    void vscode.window.showInformationMessage(t('{0} chats imported.', count));
  }
  await Promise.all(
    problems.map((text) => showProblem(text, t('Choose another file'), () => importFromFiles(store, t))),
  );
}

async function readChats(file: vscode.Uri): Promise<readonly ChatTree[] | ImportProblem | 'too-long'> {
  const { size, mtime } = await vscode.workspace.fs.stat(file);
  if (size > longestFile) {
    return 'too-long';
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return importChats({ path: file.path, text, modifiedAt: mtime });
}

function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? '';
}

function reasonOf(problem: ImportProblem | 'too-long', t: Translate): string {
  switch (problem) {
    case 'unknown':
      return t('it holds no chats of OpenCodex, Continue or Cline.');
    case 'newer':
      return t('it was written by a newer version of OpenCodex.');
    case 'damaged':
      return t('it is damaged.');
    case 'too-long':
      return t('it is larger than 64 MB.');
  }
}

function exportChoices(hasChat: boolean, t: Translate): ExportChoice[] {
  const { Default: kind } = vscode.QuickPickItemKind;
  const ofChat: ExportChoice[] = [
    { kind, format: 'markdown', label: t('This chat as Markdown'), detail: t('To read and to share.') },
    { kind, format: 'json', label: t('This chat as JSON'), detail: t('With every branch; can be imported again.') },
  ];
  const all: ExportChoice = {
    kind,
    format: 'all',
    label: t('All chats as JSON'),
    detail: t('A backup; can be imported again.'),
  };
  return hasChat ? [...ofChat, all] : [all];
}

async function readAll(store: ChatStore, unsaved: readonly UnsavedChat[]): Promise<ChatTree[]> {
  const trees = new Map<string, ChatTree>();
  for (const chatId of await store.call('listChatIds')) {
    const tree = await store.call('readTree', chatId);
    if (tree) {
      trees.set(chatId, tree);
    }
  }
  for (const chat of unsaved) {
    trees.set(chat.head.id, withUnsaved(trees.get(chat.head.id), chat, Date.now()));
  }
  return [...trees.values()];
}

/** A title as the name of a file, on every system. */
function fileName(title: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .replace(/[. ]+$/, '');
  return name === '' ? 'chat' : name;
}
