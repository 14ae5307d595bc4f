// The store inside its worker: opens the database when it is first needed and again after trouble, and does what is asked.
import {
  pathTo,
  type ChatHead,
  type ChatSummary,
  type ChatTree,
  type ListRequest,
  type MessageToSave,
  type SearchHit,
  type SearchRequest,
  type StoredChat,
} from '../shared/history.ts';
import * as chats from './chatTable.ts';
import { Database } from './database.ts';
import * as messages from './messageTable.ts';
import { isDamaged, setAsideAndRecover } from './recovery.ts';
import { searchChats } from './search.ts';
import { completeIndex } from './searchIndex.ts';
import { isCorruption } from './storeError.ts';
import type { StoreMethods, StoreNews } from './storeMethods.ts';
import { addTree, removeTrash } from './trees.ts';
import { forgetWindow, heartbeatMs, isWindowAlive, noteWindow } from './windows.ts';

export interface StoreSessionOptions {
  readonly folder: string;
  /** Tells the windows apart. */
  readonly windowId: string;
  readonly onNews: (news: StoreNews) => void;
}

export class StoreSession implements StoreMethods {
  readonly #options: StoreSessionOptions;
  #open: Database | undefined;
  #dataVersion = 0;
  #revision = 0;
  /** When this window last said that it is there. */
  #seenAt: number | undefined;

  constructor(options: StoreSessionOptions) {
    this.#options = options;
  }

  saveMessages(chat: ChatHead, saved: readonly MessageToSave[]): void {
    this.#write((database, revision) => {
      chats.saveChat(database, chat, revision);
      for (const { message, place } of saved) {
        const isNew = !messages.hasMessage(database, message.id);
        const parentId = place === 'next' ? chats.leafOf(database, chat.id) : place.after;
        const owner = this.#options.windowId;
        messages.putMessage(database, message, { chatId: chat.id, parentId, createdAt: Date.now(), owner });
        if (isNew || place !== 'next') {
          chats.setLeaf(database, chat.id, message.id, revision);
        }
        if (isNew && message.role === 'user') {
          // A chat that goes on is no waste, whichever window has put it there.
          chats.setDeleted(database, chat.id, false, revision);
        }
      }
      chats.touchChat(database, chat.id, revision);
      this.#noteWindow(database);
    });
  }

  growAnswer(messageId: string, text: string, reasoning: string): void {
    this.#write((database, revision) => {
      messages.addPart(database, messageId, text, reasoning);
      const chatId = messages.chatOf(database, messageId);
      if (chatId !== undefined) {
        chats.bumpChat(database, chatId, revision);
      }
      this.#noteWindow(database);
    });
  }

  openChat(chatId: string): StoredChat | undefined {
    const tree = this.readTree(chatId);
    return tree && { summary: tree.summary, messages: pathTo(tree.messages, tree.leafId) };
  }

  findInterrupted(workspaceId: string | undefined): string | undefined {
    return this.#use((database) =>
      messages.listGrowing(database, workspaceId).find(({ owner }) => !this.#isAlive(database, owner)),
    )?.chatId;
  }

  readTree(chatId: string): ChatTree | undefined {
    return this.#use((database) => {
      const summary = chats.readSummary(database, chatId);
      return (
        summary && {
          summary,
          messages: messages.readMessages(database, chatId, (owner) => this.#isAlive(database, owner)),
          leafId: chats.leafOf(database, chatId),
        }
      );
    });
  }

  listChats(request: ListRequest): readonly ChatSummary[] {
    return this.#use((database) => chats.listChats(database, request));
  }

  searchChats(request: SearchRequest): readonly SearchHit[] {
    return this.#use((database) => searchChats(database, request));
  }

  renameChat(chatId: string, title: string): void {
    this.#write((database, revision) => chats.renameChat(database, chatId, title, revision));
  }

  pinChat(chatId: string, isPinned: boolean): void {
    this.#write((database, revision) => chats.pinChat(database, chatId, isPinned, revision));
  }

  deleteChat(chatId: string): void {
    this.#write((database, revision) => chats.setDeleted(database, chatId, true, revision));
  }

  restoreChat(chatId: string): void {
    this.#write((database, revision) => chats.setDeleted(database, chatId, false, revision));
  }

  emptyTrash(): void {
    this.#write((database) => removeTrash(database));
  }

  listChatIds(): readonly string[] {
    return this.#use((database) => chats.listChatIds(database));
  }

  importTree(tree: ChatTree): void {
    this.#write((database, revision) => addTree(database, tree, revision));
  }

  /** Tells of what other windows have written since the last call, and them that this one is there while it writes an answer. */
  lookForNews(): void {
    const database = this.#open;
    if (database && !database.isReplaced()) {
      this.#keepAlive(database);
      const version = database.dataVersion();
      if (version !== this.#dataVersion) {
        this.#dataVersion = version;
        this.#tellChanges(database, false);
      }
    }
  }

  close(): void {
    const database = this.#open;
    this.#open = undefined;
    if (database) {
      try {
        database.write(() => forgetWindow(database, this.#options.windowId));
      } catch {
        // A window that cannot say goodbye is found to have gone by its process.
      } finally {
        database.close();
      }
    }
  }

  #write(change: (database: Database, revision: number) => void): void {
    this.#use((database) => {
      let written = 0;
      database.write((revision) => {
        written = revision;
        change(database, revision);
      });
      // Revisions between the last one known and this one are others'.
      this.#tellChanges(database, written === this.#revision + 1);
    });
  }

  /** A file that turns out to be damaged is replaced, once. */
  #use<T>(job: (database: Database) => T): T {
    try {
      return job(this.#current());
    } catch (thrown) {
      if (!isCorruption(thrown)) {
        throw thrown;
      }
      this.#recover();
      return job(this.#current());
    }
  }

  #current(): Database {
    if (this.#open?.isReplaced()) {
      // Another window has set the file aside, or somebody has removed it.
      this.#forget();
    }
    this.#open ??= this.#openDatabase();
    return this.#open;
  }

  #openDatabase(): Database {
    const database = Database.open(this.#options.folder);
    completeIndex(database);
    this.#dataVersion = database.dataVersion();
    this.#revision = chats.readRevision(database);
    return database;
  }

  #recover(): void {
    this.#forget();
    if (!isDamaged(this.#options.folder)) {
      return;
    }
    const { setAside, chats: count } = setAsideAndRecover(this.#options.folder);
    this.#options.onNews({ type: 'recovered', setAside, chats: count });
  }

  #forget(): void {
    try {
      this.#open?.close();
    } finally {
      this.#open = undefined;
      this.#seenAt = undefined;
    }
  }

  #tellChanges(database: Database, isOwn: boolean): void {
    const chatIds = chats.listChangedSince(database, this.#revision);
    this.#revision = chats.readRevision(database);
    if (chatIds.length > 0) {
      this.#options.onNews({ type: 'changed', chatIds, isOwn });
    }
  }

  /** An answer that is waited for without a word is not interrupted. */
  #keepAlive(database: Database): void {
    if (this.#seenAt === undefined || performance.now() - this.#seenAt <= heartbeatMs) {
      return;
    }
    if (messages.isWriting(database, this.#options.windowId)) {
      this.#write((current) => this.#noteWindow(current));
    } else {
      this.#seenAt = undefined;
    }
  }

  #noteWindow(database: Database): void {
    if (this.#seenAt === undefined || performance.now() - this.#seenAt > heartbeatMs) {
      noteWindow(database, this.#options.windowId);
      this.#seenAt = performance.now();
    }
  }

  #isAlive(database: Database, owner: string): boolean {
    return owner === this.#options.windowId || isWindowAlive(database, owner);
  }
}
