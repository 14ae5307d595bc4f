// A damaged database: set aside under another name, never deleted, and what can still be read of it taken over.
import { chmodSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Database, databaseName } from './database.ts';
import { readInteger, readText, type Row } from './rows.ts';
import { indexMessage, indexTitle } from './searchIndex.ts';
import { isBusy, isCorruption, isPassing, StoreError } from './storeError.ts';

/** Locked by the window that mends. A lock of the system's, which ends with its process, however that ends. */
export const lockName = 'recovering.lock';

export interface Recovery {
  /** The name of the damaged file. */
  readonly setAside: string;
  readonly chats: number;
}

/** Children after their parents. */
const tables = ['chats', 'messages', 'parts', 'attachments', 'requests', 'drafts'];

/**
 * True where the file itself is damaged. A disk that fails to read may look the same: then trying again helps, and replacing the
 * file would lose what is in it.
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
 * Makes a database of what can be read of the damaged one, which it then replaces. Throws StoreError `busy` while another window
 * does the same, and whatever else stands in the way; then nothing has changed. The caller has closed the database.
 */
export function setAsideAndRecover(folder: string): Recovery {
  const workshop = join(folder, 'recovering');
  const lock = takeLock(join(folder, lockName));
  try {
    // What a window left that was killed over it.
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

/** Whoever takes it closes it. */
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

/** Gives the files another name; the new database can take the old one's place at once. */
function setAside(path: string): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const target = path.replace(/\.db$/, `-damaged-${stamp}.db`);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(path + suffix)) {
      renameSync(path + suffix, target + suffix);
    }
  }
  try {
    // Two names for a moment: whatever happens now, there is a file under ours.
    linkSync(path, target);
  } catch {
    renameSync(path, target);
  }
  return target;
}

/** Returns the number of chats that were read. */
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
    // Not for reading only: what is in its WAL counts as well.
    const source = new DatabaseSync(path);
    source.prepare('SELECT count(*) FROM sqlite_master').get();
    return source;
  } catch (thrown) {
    requireDamage(thrown);
    return undefined;
  }
}

/** From both ends up to the damage, and what lies between row by row. */
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
    // What came before the damage has been given.
    requireDamage(thrown);
  }
}

/** Only damage may be passed over; whatever else fails may be well again the next time. */
function requireDamage(thrown: unknown): void {
  if (isPassing(thrown)) {
    throw thrown;
  }
}

/** Columns that this version does not know stay in the file that was set aside. */
function insert(database: Database, table: string, row: Row): void {
  const known = new Set(database.all(`PRAGMA table_info(${table})`).map((column) => readText(column, 'name')));
  const columns = Object.keys(row).filter((column) => known.has(column));
  const values = columns.map((column): SQLInputValue => row[column] ?? null);
  const places = columns.map(() => '?').join(', ');
  try {
    database.run(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...values);
  } catch {
    // A row whose values are no longer what the schema demands.
  }
}

/** Messages whose chat could not be read come into one without a title. */
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
