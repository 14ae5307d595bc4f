// The database of one window inside the store's worker: opened when it is first needed and again after trouble, with news of others.
import * as chats from './chatTable.ts';
import { Database } from './database.ts';
import { listWrittenSince } from './ledgerTable.ts';
import { isWriting } from './messageTable.ts';
import { isDamaged, setAsideAndRecover } from './recovery.ts';
import { completeIndex } from './searchIndex.ts';
import { isCorruption } from './storeError.ts';
import type { StoreNews } from './storeMethods.ts';
import { forgetWindow, heartbeatMs, isWindowAlive, noteWindow } from './windows.ts';

export interface StoreOptions {
  readonly folder: string;
  /** Tells the windows apart. */
  readonly windowId: string;
  readonly onNews: (news: StoreNews) => void;
}

/** What is done with it stands in the classes that extend it. */
export abstract class OpenStore {
  protected readonly options: StoreOptions;
  #open: Database | undefined;
  #dataVersion = 0;
  #revision = 0;
  /** Of this window: while there are any, others must know that it lives. */
  protected readonly requests = new Set<string>();
  /** When this window last said that it is there. */
  #seenAt: number | undefined;

  constructor(options: StoreOptions) {
    this.options = options;
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
        database.write(() => forgetWindow(database, this.options.windowId));
      } catch {
        // A window that cannot say goodbye is found to have gone by its process.
      } finally {
        database.close();
      }
    }
  }

  protected write<T>(change: (database: Database, revision: number) => T): T {
    return this.use((database) => {
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

  /** A file that turns out to be damaged is replaced, once. */
  protected use<T>(job: (database: Database) => T): T {
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
    const database = Database.open(this.options.folder);
    completeIndex(database);
    this.#dataVersion = database.dataVersion();
    this.#revision = chats.readRevision(database);
    return database;
  }

  #recover(): void {
    this.#forget();
    if (!isDamaged(this.options.folder)) {
      return;
    }
    const { setAside, chats: count } = setAsideAndRecover(this.options.folder);
    this.options.onNews({ type: 'recovered', setAside, chats: count });
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
    const entries = listWrittenSince(database, this.#revision);
    this.#revision = chats.readRevision(database);
    if (chatIds.length > 0) {
      this.options.onNews({ type: 'changed', chatIds, isOwn });
    }
    if (entries.length > 0) {
      this.options.onNews({ type: 'ledger-changed', entries });
    }
  }

  /** Neither an answer that is waited for without a word is interrupted, nor a request that writes into no chat. */
  #keepAlive(database: Database): void {
    if (this.#seenAt === undefined || performance.now() - this.#seenAt <= heartbeatMs) {
      return;
    }
    if (this.requests.size > 0 || isWriting(database, this.options.windowId)) {
      this.write((current) => this.noteWindow(current));
    } else {
      this.#seenAt = undefined;
    }
  }

  protected noteWindow(database: Database): void {
    if (this.#seenAt === undefined || performance.now() - this.#seenAt > heartbeatMs) {
      noteWindow(database, this.options.windowId);
      this.#seenAt = performance.now();
    }
  }

  protected isAlive(database: Database, owner: string): boolean {
    return owner === this.options.windowId || isWindowAlive(database, owner);
  }
}
