// A damaged file is mended by one window at a time, and a window that is killed over it keeps nobody waiting.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asked, textsInSight } from '../../support/messages.ts';
import { databaseName } from '../../../src/store/database.ts';
import { lockName } from '../../../src/store/recovery.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

let folder: string;
let store: StoreSession;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opencodex-recovery-'));
  await writeFile(join(folder, databaseName), 'This is no database.'.repeat(1_000));
  store = new StoreSession({ folder, windowId: 'window', onNews: () => undefined });
});
afterEach(async () => {
  store.close();
  await rm(folder, { recursive: true });
});

function save(): void {
  const message = asked({ text: 'Still there?' });
  store.saveMessages({ id: 'c', title: 'Chat', model: 'm' }, [{ message, place: 'next' }]);
}

// Rows: F7
it('what a killed window left of its mending is cleared away, and saving works at once', async () => {
  const workshop = join(folder, 'recovering');
  await mkdir(workshop);
  await writeFile(join(workshop, databaseName), 'half of a database');
  await writeFile(join(folder, lockName), '');
  save();
  expect(textsInSight(store.readTree('c'))).toEqual(['Still there?']);
  expect(existsSync(workshop)).toBe(false);
});

it('while another window mends, this one leaves the file alone and says so, however long that takes', () => {
  const other = new DatabaseSync(join(folder, lockName));
  other.exec('BEGIN EXCLUSIVE');
  expect(save).toThrow('Another window is recovering the chats.');
  other.close();
  save();
  expect(store.listChatIds()).toEqual(['c']);
});
