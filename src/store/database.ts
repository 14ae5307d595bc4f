// The database file: opens it, migrates its schema, and writes in transactions.
import { chmodSync, mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync, type StatementSync, type SQLInputValue } from 'node:sqlite';
import { applyMigrations, hasSearchIndex, makeSearchIndex, schemaVersion } from './migrations.ts';
import { readInteger, type Row } from './rows.ts';
import { isBusy, StoreError, toStoreError } from './storeError.ts';

export const databaseName = 'chats.db';

/** How long one attempt waits for another window's lock, and after how long no further attempt is made. In milliseconds. */
const busyTimeoutMs = 5_000;
const longestBusyMs = 30_000;

/**
 * File system types from statfs(2) on which WAL mode lacks the shared memory that it needs: NFS, SMB, CIFS, SMB2, 9P, and FUSE (SSHFS and
 * the like).
 */
const networkFileSystems: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546,
]);

/** One connection, which the creator must close. All methods throw what node:sqlite throws, or StoreError. */
export class Database {
  readonly path: string;
  readonly hasSearchIndex: boolean;
  /** Set if the database is open for reading only: why nothing can be written. */
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
   * Opens or creates the database in `folder`, readable by its owner only. If the file is not writable, or a newer version of the extension
   * has changed its schema, it is opened for reading only.
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
    // The folder may have existed before, and SQLite creates its files with the user's umask.
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

  /** True if the open file was deleted or replaced on disk, so that anything written to it would be lost. */
  isReplaced(): boolean {
    return fileIdOf(this.path) !== this.#fileId;
  }

  /**
   * Runs `change` as one transaction, which is on disk when this returns. Checks first that no other window has migrated the schema. Passes
   * the transaction's revision; retries while other windows hold the lock.
   */
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

  /** A number that changes whenever another connection has committed. https://sqlite.org/pragma.html#pragma_data_version */
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

  /** SQLite's busy timeout is not fair: with many writers one may be starved for long, so this keeps trying. */
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
 * Creates the folder and its parents. Tries each once: Node's recursive `mkdir` loops for ever if a file system reports that the folder
 * does not exist although its parent does.
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
    // Another window may have created the folder meanwhile.
    if (!isFolder(path)) {
      throw thrown;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Removes all permissions of the group and of other users. */
function makePrivate(path: string, mode: number): void {
  if ((statSync(path).mode & 0o077) !== 0) {
    chmodSync(path, mode);
  }
}

function chooseJournal(connection: DatabaseSync, path: string): void {
  const mode = networkFileSystems.has(statfsSync(dirname(path)).type) ? 'DELETE' : 'WAL';
  // If WAL is unavailable, SQLite stays in DELETE mode, which is slower and as safe.
  connection.exec(`PRAGMA journal_mode = ${mode}`);
}

function migrate(connection: DatabaseSync, path: string): void {
  const version = requireOurSchema(connection);
  if (version > 0 && version < schemaVersion) {
    const backup = `${path}.${version}.backup`;
    if (fileIdOf(backup) === undefined) {
      // One that was cut short, by a full disk or a kill, must not pass for a backup.
      const part = `${backup}.${process.pid}.part`;
      rmSync(part, { force: true });
      connection.prepare('VACUUM INTO ?').run(part);
      renameSync(part, backup);
    }
    makePrivate(backup, 0o600);
  }
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another window may have migrated the database meanwhile.
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
    throw new StoreError('newer', `The chats are stored in schema ${version}; this version knows ${schemaVersion}.`);
  }
  return version;
}

function fileIdOf(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats && `${stats.dev}:${stats.ino}`;
}
