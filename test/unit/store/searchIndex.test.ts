// The index of the search is made of the chats, and is made anew where it is not as they are; what is acknowledged is on disk.
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asked, textsInSight } from '../../support/messages.ts';
import { Database, databaseName } from '../../../src/store/database.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

/** SQLite's own. */
const pageSize = 4096;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opencodex-index-'));
});
afterEach(() => rm(folder, { recursive: true }));

function withStore<Result>(use: (store: StoreSession) => Result): Result {
  const store = new StoreSession({ folder, windowId: 'window', onNews: () => undefined });
  try {
    return use(store);
  } finally {
    store.close();
  }
}

/** As another program can. */
function change(sql: string): void {
  const database = new DatabaseSync(join(folder, databaseName));
  database.exec(sql);
  database.close();
}

/** As a failing disk can: the first page of a table is garbage. */
function damage(table: string): void {
  const path = join(folder, databaseName);
  const database = new DatabaseSync(path);
  const row = database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').get(table);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(pageSize, 0xaa), 0, pageSize, (Number(row?.['rootpage']) - 1) * pageSize);
  closeSync(file);
}

describe('the index of the search', () => {
  beforeEach(() =>
    withStore((store) => {
      const message = asked({ text: 'Where is the lighthouse?' });
      store.saveMessages({ id: 'c', title: 'Chat', model: 'm' }, [{ message, place: 'next' }]);
    }),
  );

  // Rows: F5
  it.each([
    [
      'lacks what a SQLite without it has written',
      () => change("DELETE FROM search; INSERT INTO state VALUES ('has-gaps', 1)"),
    ],
    ['is damaged', () => damage('search_data')],
    ['is gone', () => change('DROP TABLE search; DROP TABLE search_terms')],
  ])('that %s is made anew, and hides no chat meanwhile', (_name, spoil) => {
    spoil();
    withStore((store) => {
      const found = store.searchChats({ query: 'lighthouse', limit: 10, isDeleted: false });
      expect(found.map(({ chat }) => chat.id)).toEqual(['c']);
      expect(store.listChats({ isDeleted: false, limit: 10, offset: 0 }).map(({ id }) => id)).toEqual(['c']);
      expect(textsInSight(store.readTree('c'))).toEqual(['Where is the lighthouse?']);
    });
  });
});

// Rows: F9
it('a write is on the disk itself before it counts as done', () => {
  const database = Database.open(folder);
  try {
    // 2: FULL. Less, and a write that was acknowledged may be lost when the power fails.
    expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  } finally {
    database.close();
  }
});
