// What the store can do, as both threads know it, and how they say it to each other.
import type { LedgerEntry } from '../shared/credits.ts';
import type { KeptDraft, OpenChat } from '../shared/draft.ts';
import type {
  BalanceReading,
  BudgetHold,
  BudgetLimits,
  BudgetUse,
  ModelSpend,
  PriceSample,
  ReadingStart,
  RequestEnd,
  RequestStanding,
  RequestStart,
  Settlement,
} from '../shared/ledger.ts';
import type {
  ChatHead,
  ChatSummary,
  ChatTree,
  ListRequest,
  MessageToSave,
  SearchHit,
  SearchRequest,
  StoredChat,
  StoreProblem,
} from '../shared/history.ts';
import type { ImportProblem } from './import/importChats.ts';
import type { ImportedFile } from './import/importedFile.ts';

/** Each is one transaction, on disk when it returns. All may fail with a StoreError. */
export interface LedgerMethods {
  /** Writes down that a request is about to leave, and reserves what it may cost; unless a budget holds it back. */
  beginRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined;
  /** Reserves as much again for another attempt; unless a budget holds it back. */
  retryRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined;
  endRequest(id: string, end: RequestEnd): RequestStanding;
  /** False where it was measured and another request has begun meanwhile: then nothing is written. */
  settleRequest(id: string, settlement: Settlement): boolean;
  /** What is spent of each budget that is set, with `start` among it. */
  readBudgets(start: RequestStart, limits: BudgetLimits): readonly BudgetUse[];
  beginReading(origin: string): ReadingStart;
  /** Keeps a balance that was read while nothing ran, as the base for the next request. */
  noteBalance(origin: string, reading: BalanceReading): void;
  forgetBalance(origin: string): void;
  /** Requests since then, newest first. */
  listRequests(since: number): readonly LedgerEntry[];
  /** Of these models, or of all; newest first, at most so many of each. */
  listSamples(origin: string, most: number, models?: readonly string[]): ReadonlyMap<string, readonly PriceSample[]>;
  sumByModel(origin: string, since: number): readonly ModelSpend[];
}

/** What the panel keeps for its next start. A workspace is empty where no folder is open. As those of the ledger. */
interface DraftMethods {
  saveDrafts(workspaceId: string, drafts: readonly KeptDraft[], openChat: OpenChat): void;
  /** Of those chats, as far as there are any; emptied ones too. */
  readDrafts(workspaceId: string, chatIds: readonly string[]): readonly KeptDraft[];
  /** Notes that the chat is the one that is open, as of now. */
  noteOpenChat(workspaceId: string, chatId: string): void;
  readOpenChat(workspaceId: string): OpenChat | undefined;
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
export interface StoreMethods extends LedgerMethods, DraftMethods, ImportMethods {
  /** Makes the chat where it is new; adds messages, or replaces those that are there by their ids. */
  saveMessages(chat: ChatHead, messages: readonly MessageToSave[]): void;
  /** Adds to an answer that is being written. */
  growAnswer(messageId: string, text: string, reasoning: string): void;
  openChat(chatId: string): StoredChat | undefined;
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

export type MethodName = keyof StoreMethods;

export interface StoreRequest {
  readonly id: number;
  readonly method: MethodName | 'close';
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
  | { readonly type: 'ledger-changed'; readonly entries: readonly LedgerEntry[] }
  /** A damaged file was set aside under this name; so many chats could be read from it. */
  | { readonly type: 'recovered'; readonly setAside: string; readonly chats: number };
