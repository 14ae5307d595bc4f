// Recovery of a damaged database: the file is renamed, never deleted, and all rows that can still be read are copied into a new one.
import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Database, databaseName } from './database.ts';
import { readInteger, readText, type Row } from './rows.ts';
import { indexMessage, indexTitle } from './searchIndex.ts';
import { isBusy, isCorruption, isPassing, StoreError } from './storeError.ts';

/** A SQLite database that the recovering window locks exclusively. The system releases the lock when the process ends, however it ends. */
export const lockName = 'recovering.lock';

export interface Recovery {
  /** The name under which the damaged file is kept. */
  readonly setAside: string;
  /** How many chats could be read. */
  readonly chats: number;
}

/** In an order in which parents come before their children. */
const tables = ['chats', 'messages', 'parts', 'attachments', 'requests', 'drafts'];

/**
 * True if the file itself is damaged. A disk that fails to read may look the same; then a retry helps, and replacing the file would lose
 * its content.
 */
export function isDamaged(folder: string): boolean {
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(join(folder, databaseName));
    const row: Row | undefined = connection.prepare('PRAGMA integrity_check(1)').get();
    return row?.['integrity_check'] !== 'ok';
  } catch (thrown) {
    return isCorruption(thrown);
  } finally {
    connection?.close();
  }
}

/**
 * Copies what can be read of the damaged database into a new one, which then replaces it. Throws StoreError `busy` while another window
 * does the same, and whatever else fails before the replacement; then nothing has changed. The caller must have closed the database.
 */
export function setAsideAndRecover(folder: string): Recovery {
  const workshop = join(folder, 'recovering');
  const lock = takeLock(join(folder, lockName));
  try {
    // A window that was killed during a recovery leaves this folder behind.
    rmSync(workshop, { recursive: true, force: true });
    mkdirSync(workshop);
    const path = join(folder, databaseName);
    const database = Database.open(workshop);
    let chats: number;
    try {
      chats = takeOver(path, database);
    } finally {
      database.close();
    }
    const damaged = setAside(path);
    renameSync(join(workshop, databaseName), path);
    return { setAside: basename(damaged), chats };
  } finally {
    rmSync(workshop, { recursive: true, force: true });
    lock.close();
  }
}

/** The caller must close the returned connection, which releases the lock. */
function takeLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(path);
  try {
    chmodSync(path, 0o600);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (thrown) {
    lock.close();
    throw isBusy(thrown) ? new StoreError('busy', 'Another window is recovering the chats.') : thrown;
  }
}

/** Renames the files of the damaged database. Returns the new path of its main file. */
function setAside(path: string): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const target = path.replace(/\.db$/, `-damaged-${stamp}.db`);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) {
      renameSync(path + suffix, target + suffix);
    }
  }
  try {
    // The file has both names for a moment, so whatever happens now, there is a file under the original name.
    linkSync(path, target);
  } catch {
    renameSync(path, target);
  }
  return target;
}

/** Copies all readable rows into `database`. Returns the number of chats. */
function takeOver(damaged: string, database: Database): number {
  const source = openDamaged(damaged);
  if (!source) {
    return 0;
  }
  try {
    database.run('PRAGMA foreign_keys = OFF');
    return database.write(() => {
      for (const table of tables) {
        for (const row of readableRows(source, table)) {
          insert(database, table, row);
        }
      }
      adoptOrphans(database);
      indexAll(database);
      const row = database.get('SELECT count(*) AS chats FROM chats');
      return row ? readInteger(row, 'chats') : 0;
    });
  } finally {
    database.run('PRAGMA foreign_keys = ON');
    source.close();
  }
}

function openDamaged(path: string): DatabaseSync | undefined {
  try {
    // Opened for writing, so that SQLite can recover its WAL.
    const source = new DatabaseSync(path);
    source.prepare('SELECT count(*) FROM sqlite_master').get();
    return source;
  } catch (thrown) {
    requireDamage(thrown);
    return undefined;
  }
}

/** Reads the table from both ends up to the damage, and then row by row in between. */
function* readableRows(source: DatabaseSync, table: string): Generator<Row> {
  let first = 0;
  for (const row of readUntilDamage(source, `SELECT * FROM ${table} ORDER BY row_id`)) {
    first = readInteger(row, 'row_id');
    yield row;
  }
  let last = first;
  for (const row of readUntilDamage(source, `SELECT * FROM ${table} WHERE row_id > ${first} ORDER BY row_id DESC`)) {
    last = last === first ? readInteger(row, 'row_id') : Math.min(last, readInteger(row, 'row_id'));
    yield row;
  }
  for (let rowId = first + 1; rowId < last; rowId += 1) {
    yield* readUntilDamage(source, `SELECT * FROM ${table} WHERE row_id = ${rowId}`);
  }
}

function* readUntilDamage(source: DatabaseSync, sql: string): Generator<Row> {
  try {
    yield* source.prepare(sql).iterate();
  } catch (thrown) {
    // The rows before the damage have been yielded.
    requireDamage(thrown);
  }
}

/** Only damage may be skipped. Any passing failure, such as a busy database, is thrown, because a later attempt may read everything. */
function requireDamage(thrown: unknown): void {
  if (isPassing(thrown)) {
    throw thrown;
  }
}

/** Copies the columns that this version knows; the others remain in the damaged file. */
function insert(database: Database, table: string, row: Row): void {
  const known = new Set(database.all(`PRAGMA table_info(${table})`).map((column) => readText(column, 'name')));
  const columns = Object.keys(row).filter((column) => known.has(column));
  const values = columns.map((column): SQLInputValue => row[column] ?? null);
  const places = columns.map(() => '?').join(', ');
  try {
    database.run(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...values);
  } catch {
    // The row violates the schema, so it is skipped.
  }
}

/** Messages whose chat could not be read get a chat without a title. */
function adoptOrphans(database: Database): void {
  database.run(
    `INSERT INTO chats (id, title, model, created_at, updated_at, leaf_id, revision)
     SELECT chat_id, '', '', min(created_at), max(created_at), NULL, 1 FROM messages
     WHERE chat_id NOT IN (SELECT id FROM chats) GROUP BY chat_id`,
  );
  database.run(
    `UPDATE chats SET leaf_id = (SELECT id FROM messages WHERE chat_id = chats.id ORDER BY row_id DESC LIMIT 1)
     WHERE leaf_id IS NULL OR leaf_id NOT IN (SELECT id FROM messages)`,
  );
  database.run(
    `UPDATE state SET value = 1 + max((SELECT coalesce(max(revision), 0) FROM chats),
       (SELECT coalesce(max(revision), 0) FROM requests)) WHERE key = 'revision'`,
  );
}

function indexAll(database: Database): void {
  for (const row of database.all('SELECT id FROM chats')) {
    indexTitle(database, readText(row, 'id'));
  }
  for (const row of database.all('SELECT id, text FROM messages')) {
    indexMessage(database, readText(row, 'id'), readText(row, 'text'));
  }
}
