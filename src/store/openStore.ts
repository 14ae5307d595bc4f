// One window's database inside the store's worker: opened on first use and again after trouble. Announces changes by other windows.
import type { LedgerEntry } from '../shared/credits.ts';
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
  /** Identifies this window. */
  readonly windowId: string;
  readonly onNews: (news: StoreNews) => void;
}

/** Owns the connection. The classes that extend it define what the store can do. */
export abstract class OpenStore {
  protected readonly options: StoreOptions;
  #open: Database | undefined;
  #dataVersion = 0;
  #revision = 0;
  /** Unsettled requests of this window. While there are any, heartbeats tell other windows that it is alive. */
  protected readonly requests = new Set<string>();
  /** What this window has to send, by place: while there is any, no other window may take it. */
  protected readonly outboxes = new Set<string>();
  /** When this window last sent a heartbeat, on the clock of `performance.now`; undefined while it need not send any. */
  #seenAt: number | undefined;

  constructor(options: StoreOptions) {
    this.options = options;
  }

  /** Announces what other windows have written since the last call, and sends a heartbeat if one is due. Does not open the database. */
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
        // The window stays in the table; other windows find that its process has ended.
      } finally {
        database.close();
      }
    }
  }

  /** Runs `change` in a transaction and announces what it, and other windows before it, have written. */
  protected write<T>(change: (database: Database, revision: number) => T): T {
    return this.use((database) => {
      let written = 0;
      const result = database.write((revision) => {
        written = revision;
        return change(database, revision);
      });
      // Any revisions in between were written by other windows.
      this.#tellChanges(database, written === this.#revision + 1);
      return result;
    });
  }

  /** Runs `job` on the open database. If the file turns out to be damaged, replaces it and runs `job` once more. */
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
      // Another window has recovered the database, or somebody has deleted the file.
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
    const since = this.#revision;
    const chatIds = chats.listChangedSince(database, since);
    // Before the rows, which may not be readable: what was written is written, and no later write may fail for it.
    this.#revision = chats.readRevision(database);
    const entries = readableEntries(database, since);
    if (chatIds.length > 0) {
      this.options.onNews({ type: 'changed', chatIds, isOwn });
    }
    if (entries === undefined || entries.length > 0) {
      this.options.onNews({ type: 'ledger-changed', entries });
    }
  }

  /**
   * Sends a heartbeat while anything is pending, so that other windows take no open answer, request or waiting message for one of a
   * closed window.
   */
  #keepAlive(database: Database): void {
    if (this.#seenAt === undefined || performance.now() - this.#seenAt <= heartbeatMs) {
      return;
    }
    if (this.requests.size + this.outboxes.size > 0 || isWriting(database, this.options.windowId)) {
      this.write((current) => this.noteWindow(current));
    } else {
      this.#seenAt = undefined;
    }
  }

  /** Sends a heartbeat unless the last one is recent. Call it in a transaction. */
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

/** Undefined where one of them cannot be read: then all may have changed. */
function readableEntries(database: Database, since: number): readonly LedgerEntry[] | undefined {
  try {
    return listWrittenSince(database, since);
  } catch (error) {
    if (isCorruption(error)) {
      throw error;
    }
    return undefined;
  }
}
