// What the store can do, as both threads know it, and how they say it to each other.
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

/** Each is one transaction, on disk when it returns. All may fail with a StoreError. */
export interface StoreMethods {
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
  /** Adds a chat as it is; one that is there already, by its id, gains the messages that it lacks. */
  importTree(tree: ChatTree): void;
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
  /** A damaged file was set aside under this name; so many chats could be read from it. */
  | { readonly type: 'recovered'; readonly setAside: string; readonly chats: number };
