// The store inside its worker: opens the database when it is first needed and again after trouble, and does what is asked.
import type { LedgerEntry } from '../shared/credits.ts';
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
} from '../shared/history.ts';
import { findHold, usedBudgets } from './budgets.ts';
import * as chats from './chatTable.ts';
import { Database } from './database.ts';
import * as ledger from './ledgerTable.ts';
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
  #seenAt = 0;
  #ledgerRevision = 0;
  /** Of this window: while there are any, others must know that it lives. */
  readonly #requests = new Set<string>();

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
      }
      chats.touchChat(database, chat.id, revision);
      chats.sumCosts(database, chat.id, revision);
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
    return tree && { summary: tree.summary, messages: messages.pathTo(tree.messages, tree.leafId) };
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

  beginRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined {
    return this.#writeLedger((database) => {
      this.#noteWindow(database);
      ledger.endAbandoned(database, (owner) => this.#isAlive(database, owner));
      const hold = findHold(database, start, limits);
      if (!hold) {
        ledger.insertRequest(database, start, this.#options.windowId);
        this.#requests.add(start.id);
      }
      return hold;
    });
  }

  retryRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined {
    return this.#writeLedger((database) => {
      const hold = findHold(database, start, limits);
      if (!hold) {
        ledger.addAttempt(database, start.id, start.worstMicros);
      }
      return hold;
    });
  }

  endRequest(id: string, end: RequestEnd): RequestStanding {
    return this.#writeLedger((database) => ledger.endRequest(database, id, end));
  }

  settleRequest(id: string, settlement: Settlement): boolean {
    const isSettled = this.#writeLedger((database, revision) =>
      ledger.settleRequest(database, id, settlement, revision),
    );
    if (isSettled) {
      this.#requests.delete(id);
    }
    return isSettled;
  }

  readBudgets(start: RequestStart, limits: BudgetLimits): readonly BudgetUse[] {
    return this.#use((database) => usedBudgets(database, start, limits));
  }

  beginReading(origin: string): ReadingStart {
    return this.#use((database) => ledger.readStanding(database, origin));
  }

  noteBalance(origin: string, reading: BalanceReading): void {
    this.#write((database) => ledger.noteBalance(database, origin, reading));
  }

  forgetBalance(origin: string): void {
    this.#write((database) => ledger.forgetBalance(database, origin));
  }

  listRequests(since: number): readonly LedgerEntry[] {
    return this.#use((database) => ledger.listRequests(database, since));
  }

  listSamples(origin: string, most: number): ReadonlyMap<string, readonly PriceSample[]> {
    return this.#use((database) => ledger.listSamples(database, origin, most));
  }

  sumByModel(origin: string, since: number): readonly ModelSpend[] {
    return this.#use((database) => ledger.sumByModel(database, origin, since));
  }

  /** Tells of what other windows have written since the last call. */
  lookForNews(): void {
    const database = this.#open;
    if (database && !database.isReplaced()) {
      this.#stayAlive(database);
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

  #write<T>(change: (database: Database, revision: number) => T): T {
    return this.#use((database) => {
      let written = 0;
      const result = database.write((revision) => {
        written = revision;
        return change(database, revision);
      });
      // Revisions between the last one known and this one are others'.
      this.#tellChanges(database, written === this.#revision + 1);
      return result;
    });
  }

  #writeLedger<T>(change: (database: Database, revision: number) => T): T {
    return this.#write((database, revision) => {
      ledger.touchLedger(database, revision);
      return change(database, revision);
    });
  }

  /** A request that writes into no chat for long, such as an edit's, is not abandoned. */
  #stayAlive(database: Database): void {
    if (this.#requests.size > 0 && performance.now() - this.#seenAt > heartbeatMs) {
      this.#write(() => this.#noteWindow(database));
    }
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
    this.#ledgerRevision = ledger.readLedgerRevision(database);
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
      this.#seenAt = 0;
    }
  }

  #tellChanges(database: Database, isOwn: boolean): void {
    const chatIds = chats.listChangedSince(database, this.#revision);
    this.#revision = chats.readRevision(database);
    if (chatIds.length > 0) {
      this.#options.onNews({ type: 'changed', chatIds, isOwn });
    }
    const ledgerRevision = ledger.readLedgerRevision(database);
    if (ledgerRevision !== this.#ledgerRevision) {
      this.#ledgerRevision = ledgerRevision;
      this.#options.onNews({ type: 'ledger-changed' });
    }
  }

  #noteWindow(database: Database): void {
    if (performance.now() - this.#seenAt > heartbeatMs || this.#seenAt === 0) {
      noteWindow(database, this.#options.windowId);
      this.#seenAt = performance.now();
    }
  }

  #isAlive(database: Database, owner: string): boolean {
    return owner === this.#options.windowId || isWindowAlive(database, owner);
  }
}
