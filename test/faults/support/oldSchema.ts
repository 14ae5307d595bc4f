// The schema as an older version of the extension left it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseName } from '../../../src/store/database.ts';

/** Takes away what the second step of the migrations has added. */
export function downgrade(folder: string): void {
  const database = new DatabaseSync(join(folder, databaseName));
  database.exec('DROP TABLE requests; PRAGMA user_version = 1');
  database.close();
}
