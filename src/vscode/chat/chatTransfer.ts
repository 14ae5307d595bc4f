// Chats out to files that the user picks.
import * as vscode from 'vscode';
import { chatMarkdown } from '../../chat/chatMarkdown.ts';
import { exportName } from '../../chat/exportName.ts';
import { ChatFilePieces, writeChatFile } from '../../shared/chatFile.ts';
import type { ChatTree } from '../../shared/history.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ChatStore } from '../../store/chatStore.ts';
import { failureText } from '../../words/failureText.ts';
import type { Words } from '../../words/numbers.ts';
import { exportFile } from '../host/exportFile.ts';

interface ExportChoice extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Default;
  readonly format: 'markdown' | 'json' | 'all';
}

export interface TransferOptions extends Words {
  readonly store: ChatStore;
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
  const { t, numbers, log } = options;
  const chat = await readChat(options);
  const choice = await vscode.window.showQuickPick(exportChoices(chat !== undefined, t), {
    title: t('Export Chat'),
  });
  if (!choice) {
    return false;
  }
  const isMarkdown = choice.format === 'markdown';
  const name = choice.format === 'all' || !chat ? 'opencodex-chats' : exportName(chat.summary.title);
  const content = async (): Promise<string | Uint8Array> => {
    if (choice.format === 'all' || !chat) {
      return writeAll(options);
    }
    // One that was deleted for good meanwhile is still what was asked for.
    const now = (await readChat(options)) ?? chat;
    return isMarkdown
      ? chatMarkdown(now, {
          you: t('You'),
          unknown: t('Something that this version cannot show'),
          describeError: (error) => failureText(error, { t, numbers }).text,
        })
      : writeChatFile([now]);
  };
  return exportFile(
    isMarkdown
      ? { name: `${name}.md`, filters: { Markdown: ['md'] }, content }
      : { name: `${name}.json`, filters: { JSON: ['json'] }, content, isPrivate: choice.format === 'all' },
    t,
    log,
  );
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

/** The file of all that are not in the trash. One after the other: others have their turn between two chats. */
async function writeAll({ store, readWhole, unsavedIds }: ExportOptions): Promise<Uint8Array> {
  const listed = await store.chats.listChatIds();
  const file = new ChatFilePieces();
  const written: Buffer[] = [];
  for (const chatId of new Set([...listed, ...unsavedIds()])) {
    const tree = await readWhole(chatId);
    if (tree && tree.summary.deletedAt === undefined) {
      written.push(Buffer.from(file.add(tree)));
    }
  }
  return Buffer.concat([...written, Buffer.from(file.end())]);
}
