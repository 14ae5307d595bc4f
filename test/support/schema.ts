// Changes the schema version of a chat database.
import { DatabaseSync } from 'node:sqlite';

/** How long to wait for another window's lock, in milliseconds. */
const waitsAtMostMs = 5_000;

/** Sets the schema version, as the migration of a newer extension does; returns the version before. */
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
