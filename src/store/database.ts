// The database file: opened, brought to our schema, written in transactions, and replaced when it is damaged.
import { chmodSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';
import { applyMigrations, hasSearchIndex, makeSearchIndex, schemaVersion } from './migrations.ts';
import { readInteger, type Row } from './rows.ts';
import { isBusy, StoreError, toStoreError } from './storeError.ts';

export const databaseName = 'chats.db';

/** How long one attempt waits for another window's write, and all of them together, in milliseconds. */
const busyTimeoutMs = 5_000;
const longestBusyMs = 30_000;

/** Types of network file systems (statfs(2)), where shared memory for the WAL is not to be had: NFS, SMB, CIFS, 9P, SSHFS and kin (FUSE). */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546,
]);

/** One connection. All methods throw what node:sqlite throws, or StoreError. */
export class Database {
  readonly path: string;
  readonly hasSearchIndex: boolean;
  /** Why nothing can be written; what is kept can be read all the same. */
  readonly problem: StoreError | undefined;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #fileId: string;

  private constructor(path: string, connection: DatabaseSync, hasSearchIndex: boolean, problem?: StoreError) {
    this.path = path;
    this.#connection = connection;
    this.hasSearchIndex = hasSearchIndex;
    this.problem = problem;
    this.#fileId = fileIdOf(path) ?? '';
  }

  /**
   * Opens or makes the database in `folder`; only its owner may read what is in it. Where it may not be written, or a newer version of
   * the extension has changed its schema, it opens for reading.
   */
  static open(folder: string): Database {
    const path = join(folder, databaseName);
    try {
      return Database.#openWritable(folder, path);
    } catch (thrown) {
      const error = toStoreError(thrown);
      if ((error.problem !== 'newer' && error.problem !== 'read-only') || fileIdOf(path) === undefined) {
        throw thrown;
      }
      const connection = new DatabaseSync(path, { readOnly: true });
      return new Database(path, connection, hasSearchIndex(connection), error);
    }
  }

  static #openWritable(folder: string, path: string): Database {
    makeFolder(folder);
    // It may have been there before us, and what SQLite makes in it takes the user's own mode for new files.
    makePrivate(folder, 0o700);
    const connection = new DatabaseSync(path);
    try {
      connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      makePrivate(path, 0o600);
      chooseJournal(connection, path);
      connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      migrate(connection, path);
      return new Database(path, connection, hasSearchIndex(connection));
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  }

  /** True where another file has taken the place of the one that is open, or none: what is written would be lost. */
  isReplaced(): boolean {
    return fileIdOf(this.path) !== this.#fileId;
  }

  /** Runs `change` as one transaction, on disk when this returns. It begins by making sure that we know the schema. */
  write<T>(change: (revision: number) => T): T {
    if (this.problem) {
      throw this.problem;
    }
    return this.#untilFree(() => {
      this.#connection.exec('BEGIN IMMEDIATE');
      try {
        requireOurSchema(this.#connection);
        const row = this.get("UPDATE state SET value = value + 1 WHERE key = 'revision' RETURNING value");
        const result = change(row === undefined ? 0 : readInteger(row, 'value'));
        this.#connection.exec('COMMIT');
        return result;
      } catch (thrown) {
        if (this.#connection.isTransaction) {
          this.#connection.exec('ROLLBACK');
        }
        throw thrown;
      }
    });
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepare(sql).run(...values);
  }

  /** Changes whenever another connection has written. */
  dataVersion(): number {
    const row = this.get('PRAGMA data_version');
    return row === undefined ? 0 : readInteger(row, 'data_version');
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      return known;
    }
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** SQLite's own wait is not fair: with many writers one may go away empty-handed for long. */
  #untilFree<T>(attempt: () => T): T {
    const end = performance.now() + longestBusyMs;
    for (;;) {
      try {
        return attempt();
      } catch (thrown) {
        if (!isBusy(thrown) || performance.now() > end) {
          throw thrown;
        }
      }
    }
  }
}

/**
 * With the folders above it. Each is tried once: Node's own way tries for ever where a file system says that a folder is not there, and
 * its parent is.
 */
function makeFolder(path: string): void {
  if (isFolder(path)) {
    return;
  }
  if (dirname(path) !== path) {
    makeFolder(dirname(path));
  }
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (thrown) {
    // Another window may have been faster.
    if (!isFolder(path)) {
      throw thrown;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Takes away what others than the owner may do. */
function makePrivate(path: string, mode: number): void {
  if ((statSync(path).mode & 0o077) !== 0) {
    chmodSync(path, mode);
  }
}

function chooseJournal(connection: DatabaseSync, path: string): void {
  const mode = networkFileSystems.has(statfsSync(dirname(path)).type) ? 'DELETE' : 'WAL';
  // Where WAL is refused SQLite says so by staying in DELETE mode, which is slower and as safe.
  connection.exec(`PRAGMA journal_mode = ${mode}`);
}

function migrate(connection: DatabaseSync, path: string): void {
  const version = requireOurSchema(connection);
  if (version > 0 && version < schemaVersion) {
    const backup = `${path}.${version}.backup`;
    if (fileIdOf(backup) === undefined) {
      connection.prepare('VACUUM INTO ?').run(backup);
    }
    makePrivate(backup, 0o600);
  }
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another window may have been faster.
    const current = requireOurSchema(connection);
    if (current < schemaVersion) {
      applyMigrations(connection, current);
    }
    makeSearchIndex(connection);
    connection.exec('COMMIT');
  } catch (thrown) {
    if (connection.isTransaction) {
      connection.exec('ROLLBACK');
    }
    throw thrown;
  }
}

function requireOurSchema(connection: DatabaseSync): number {
  const row: Row | undefined = connection.prepare('PRAGMA user_version').get();
  const version = row === undefined ? 0 : readInteger(row, 'user_version');
  if (version > schemaVersion) {
    throw new StoreError('newer', `The chats are kept in schema ${version}; this version knows ${schemaVersion}.`);
  }
  return version;
}

function fileIdOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.dev}:${stats.ino}`;
}
