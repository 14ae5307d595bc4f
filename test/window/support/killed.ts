// What is on disk after a window's process was killed: its files as they were at one moment, and nobody to say goodbye.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

const copyProgram = "require('node:fs').cpSync(process.argv[1], process.argv[2], { recursive: true })";

/** Copies the storage of a window that goes on into a folder that is not there yet, as a kill at this moment would leave it. */
export async function copyAsKilled(from: string, to: string): Promise<void> {
  const database = new DatabaseSync(databaseIn(from), { timeout: 5_000 });
  try {
    // A kill leaves one moment, a copy takes some: nothing is written until it is done.
    database.exec('BEGIN IMMEDIATE');
    // By another process: one that opens and closes a database's file itself loses SQLite's locks.
    const copying = promisify(execFile)(process.execPath, ['--eval', copyProgram, from, to]);
    await copying;
    database.exec('ROLLBACK');
    buryWindows(databaseIn(to), copying.child.pid);
  } finally {
    database.close();
  }
}

/** Where all chats are in a storage folder. */
export function databaseIn(storageFolder: string): string {
  return join(storageFolder, 'chats', 'chats.db');
}

/** Windows are known to have gone by their process, which is the tests' own: it becomes one that has ended. */
function buryWindows(path: string, endedProcess: number | undefined): void {
  if (endedProcess === undefined) {
    throw new Error('There is no process that has ended.');
  }
  const copy = new DatabaseSync(path);
  try {
    copy.prepare('UPDATE windows SET process_id = ?').run(endedProcess);
  } finally {
    copy.close();
  }
}
