// Folders with databases for G3 to G5, and the store that looks into them afterwards.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { databaseName } from '../../../src/store/database.ts';
import { Random } from '../random.ts';
import { doWrite, StoreLedger, storeWrites } from './storeScript.ts';
import { builtStoreWorker } from '../../support/storeWorker.ts';

/** A folder that goes with the run. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-faults-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens the store for `use`, and closes it. */
export async function withStore<T>(folder: string, use: (store: ChatStore) => Promise<T>): Promise<T> {
  const store = new ChatStore({
    workerPath: builtStoreWorker(),
    folder,
    windowId: 'the judge',
    onNews: () => undefined,
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Throws where SQLite finds the file damaged. There may be none yet. */
export function checkIntegrity(folder: string): void {
  if (!existsSync(join(folder, databaseName))) {
    return;
  }
  const database = new DatabaseSync(join(folder, databaseName), { readOnly: true });
  const rows = database.prepare('PRAGMA integrity_check').all();
  database.close();
  if (rows.length !== 1 || rows[0]?.['integrity_check'] !== 'ok') {
    throw new Error(`The database is damaged: ${JSON.stringify(rows).slice(0, 300)}`);
  }
}

/** A folder with some chats, to be copied. */
export async function fillFolder(folder: string, seed: number, writes: number): Promise<StoreLedger> {
  const ledger = new StoreLedger();
  await withStore(folder, async (store) => {
    let left = writes;
    for (const write of storeWrites(new Random(seed), 'old', [])) {
      if (left === 0) {
        break;
      }
      left -= 1;
      ledger.begin(write);
      await doWrite(store, write);
      ledger.acknowledge();
    }
  });
  return ledger;
}

export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true });
}
