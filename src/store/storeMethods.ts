// What the store can do, as both threads know it, and how they say it to each other.
import type { LedgerEntry } from '../shared/credits.ts';
import type { KeptDraft, OpenChat } from '../shared/draft.ts';
import type { LedgerMethods } from '../shared/ledger.ts';
import type {
  ChatHead,
  ChatSummary,
  ChatTree,
  ListRequest,
  MessageToSave,
  SearchHit,
  SearchRequest,
  StoreProblem,
} from '../shared/history.ts';
import type { PartDelta } from '../shared/parts.ts';
import type { ChatOutbox, ClaimedOutbox } from '../shared/outbox.ts';
import type { ImportProblem } from './import/importChats.ts';
import type { ImportedFile } from './import/importedFile.ts';

/** What the panel keeps for its next start. A workspace is empty where no folder is open. As those of the ledger. */
export interface DraftMethods {
  saveDrafts(workspaceId: string, drafts: readonly KeptDraft[], openChat: OpenChat): void;
  /** Of those chats, as far as there are any; emptied ones too. */
  readDrafts(workspaceId: string, chatIds: readonly string[]): readonly KeptDraft[];
  /** Notes that the chat is the one that is open, as of now. */
  noteOpenChat(workspaceId: string, chatId: string): void;
  readOpenChat(workspaceId: string): OpenChat | undefined;
  /** Keeps what this window has to send in the chat, in place of what it had; without messages that are in the chat by now. */
  saveOutbox(workspaceId: string, chatId: string, outbox: ChatOutbox): void;
  /** Makes what windows that have gone had to send in the chat this window's, and gives it. */
  claimOutbox(workspaceId: string, chatId: string): ClaimedOutbox;
}

/** Of the chats of a file. */
export interface ImportedSoFar {
  readonly done: number;
  /** Those of them that brought something that was not there. */
  readonly added: number;
}

/** A file of chats, from its bytes to its chats. Whoever begins ends, however it went. Only `continueImport` touches the disk. */
export interface ImportMethods {
  beginImport(id: string, file: ImportedFile): void;
  /** Takes the next piece, for good: the buffer is gone where it came from. */
  feedImport(id: string, bytes: ArrayBuffer): void;
  /** Reads what came: how many chats it holds, or why none are taken. */
  readImport(id: string): number | ImportProblem;
  /** Adds some more of them, as whole chats; one that is there already, by its id, gains the messages that it lacks. */
  continueImport(id: string): ImportedSoFar;
  endImport(id: string): void;
}

/** As those of the ledger. */
export interface ChatMethods {
  /** Makes the chat where it is new; adds messages, or replaces those that are there by their ids. */
  saveMessages(chat: ChatHead, messages: readonly MessageToSave[]): void;
  /** Adds to an answer that is being written. */
  growAnswer(messageId: string, deltas: readonly PartDelta[]): void;
  /** The newest chat of the workspace with an answer whose window has gone. */
  findInterrupted(workspaceId: string | undefined): string | undefined;
  readTree(chatId: string): ChatTree | undefined;
  /** Pinned first, then the newest. */
  listChats(request: ListRequest): readonly ChatSummary[];
  /** Those with the words in their title, then by the newest message. An empty query finds nothing. */
  searchChats(request: SearchRequest): readonly SearchHit[];
  renameChat(chatId: string, title: string): void;
  pinChat(chatId: string, isPinned: boolean): void;
  /** To the trash. */
  deleteChat(chatId: string): void;
  restoreChat(chatId: string): void;
  /** Removes for good what is in the trash. */
  emptyTrash(): void;
  /** Every chat that is not in the trash. */
  listChatIds(): readonly string[];
}

/** Every method of the store: a name stands for the same method in all groups. */
export type StoreMethods = ChatMethods & LedgerMethods & DraftMethods & ImportMethods;

export interface StoreRequest {
  readonly id: number;
  /** A method of the store, or `close`. */
  readonly method: string;
  readonly parameters: readonly unknown[];
}

export type StoreReply =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly problem: StoreProblem; readonly message: string }
  | StoreNews;

export type StoreNews =
  /** Chats that were changed: by this window alone, or by others. */
  | { readonly type: 'changed'; readonly chatIds: readonly string[]; readonly isOwn: boolean }
  /** Requests that have begun, ended or been settled, in any window, as they are now. */
  /** Undefined where what was written cannot be told one by one: all may have changed. */
  | { readonly type: 'ledger-changed'; readonly entries: readonly LedgerEntry[] | undefined }
  /** A damaged file was set aside under this name; so many chats could be read from it. */
  | { readonly type: 'recovered'; readonly setAside: string; readonly chats: number };
