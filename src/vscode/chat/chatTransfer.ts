// Chats out to files that the user picks, and in from them.
import * as vscode from 'vscode';
import { chatMarkdown } from '../../chat/chatMarkdown.ts';
import { importChats, type ImportProblem } from '../../chat/import/importChats.ts';
import { writeChatFile } from '../../shared/chatFile.ts';
import type { ChatTree } from '../../shared/history.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ChatStore } from '../../store/chatStore.ts';
import { toStoreError } from '../../store/storeError.ts';
import { exportFile } from '../host/exportFile.ts';
import { messageOf, showProblem } from '../host/showProblem.ts';
import { storeProblemSentence } from './storeProblemSentence.ts';

/** Longest file that is imported, in bytes. */
const longestFile = 64 * 1024 * 1024;

interface ExportChoice extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Default;
  readonly format: 'markdown' | 'json' | 'all';
}

interface TransferOptions {
  readonly store: ChatStore;
  readonly t: Translate;
  readonly log: Log;
}

interface ExportOptions extends TransferOptions {
  readonly chatId: string;
  /** The chat as it is shown, where it is: for where it cannot be read. */
  readonly inSight: () => ChatTree | undefined;
  /** Any chat, with what is not kept of it yet; rejects where the kept chats cannot be read. */
  readonly readWhole: (chatId: string) => Promise<ChatTree | undefined>;
  /** Of chats that are not kept yet, or not as they are. */
  readonly unsavedIds: () => readonly string[];
}

/** Asks for the format and the place. What is written is what the chats are then, not when it was asked for. Returns whether it was. */
export async function exportChats(options: ExportOptions): Promise<boolean> {
  const { t, log } = options;
  const chat = await readChat(options);
  const choice = await vscode.window.showQuickPick(exportChoices(chat !== undefined, t), {
    title: t('Export Chat'),
  });
  if (!choice) {
    return false;
  }
  const isMarkdown = choice.format === 'markdown';
  const name = choice.format === 'all' || !chat ? 'opencodex-chats' : fileName(chat.summary.title);
  const content = async (): Promise<string> => {
    if (choice.format === 'all' || !chat) {
      return writeChatFile(await readAll(options));
    }
    // One that was deleted for good meanwhile is still what was asked for.
    const now = (await readChat(options)) ?? chat;
    return isMarkdown ? chatMarkdown(now, t('You')) : writeChatFile([now]);
  };
  return exportFile(
    isMarkdown
      ? { name: `${name}.md`, filters: { Markdown: ['md'] }, content }
      : { name: `${name}.json`, filters: { JSON: ['json'] }, content },
    t,
    log,
  );
}

/** Asks for files, and adds the chats that are in them; says of each file that was not taken why, with a way on. */
export async function importFromFiles(options: TransferOptions): Promise<void> {
  const { t } = options;
  const files = await vscode.window.showOpenDialog({
    title: t('Import Chats'),
    openLabel: t('Import'),
    canSelectMany: true,
    filters: { JSON: ['json'] },
  });
  await importFiles(files ?? [], options);
}

async function importFiles(files: readonly vscode.Uri[], options: TransferOptions): Promise<void> {
  const { t } = options;
  let count = 0;
  const problems: (() => Promise<void>)[] = [];
  for (const file of files) {
    const { imported, tellProblem } = await importFile(file, options);
    count += imported;
    if (tellProblem) {
      problems.push(tellProblem);
    }
  }
  if (count > 0) {
    void vscode.window.showInformationMessage(t('{0} chats imported.', count));
  }
  await Promise.all(problems.map((tell) => tell()));
}

interface ImportedFile {
  /** How many chats. */
  readonly imported: number;
  readonly tellProblem?: () => Promise<void>;
}

async function importFile(file: vscode.Uri, options: TransferOptions): Promise<ImportedFile> {
  const { store, t, log } = options;
  const name = nameOf(file);
  const refused = (reason: string): ImportedFile => ({
    imported: 0,
    tellProblem: () =>
      showProblem(t('{0} was not imported: {1}', name, reason), t('Choose another file'), () =>
        importFromFiles(options),
      ),
  });
  let chats: readonly ChatTree[];
  try {
    const read = await readChats(file);
    if (typeof read === 'string') {
      return refused(reasonOf(read, t));
    }
    chats = read;
  } catch (error) {
    log.warn(`A file of chats could not be read: ${String(error)}`);
    return refused(messageOf(error));
  }
  let imported = 0;
  try {
    for (const chat of chats) {
      await store.call('importTree', chat);
      imported += 1;
    }
    return { imported };
  } catch (error) {
    const { problem, message } = toStoreError(error);
    log.warn(`Chats could not be imported (${problem}): ${message}`);
    // A chat that is there already is not added again: all of the file can be tried once more.
    const text = t(
      '{0} of the {1} chats in {2} were imported. {3}',
      imported,
      chats.length,
      name,
      storeProblemSentence(problem, t),
    );
    return { imported: 0, tellProblem: () => showProblem(text, t('Try again'), () => importFiles([file], options)) };
  }
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

async function readChat({ chatId, inSight, readWhole }: ExportOptions): Promise<ChatTree | undefined> {
  return (await readWhole(chatId).catch(() => undefined)) ?? inSight();
}

/** All that are not in the trash. */
async function readAll({ store, readWhole, unsavedIds }: ExportOptions): Promise<ChatTree[]> {
  const listed = await store.call('listChatIds');
  const trees: ChatTree[] = [];
  for (const chatId of new Set([...listed, ...unsavedIds()])) {
    const tree = await readWhole(chatId);
    if (tree && tree.summary.deletedAt === undefined) {
      trees.push(tree);
    }
  }
  return trees;
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
