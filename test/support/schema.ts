// The version of the schema in a file of chats.
import { DatabaseSync } from 'node:sqlite';

/** For a window that writes. */
const waitsAtMostMs = 5_000;

/** Does to the file what the migration of a newer version does; returns the version that it had. */
export function setSchema(databaseFile: string, version: number): number {
  const database = new DatabaseSync(databaseFile, { timeout: waitsAtMostMs });
  try {
    const before = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    database.exec(`PRAGMA user_version = ${version}`);
    return before;
  } finally {
    database.close();
  }
}
