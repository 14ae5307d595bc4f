// The schema as an older version of the extension left it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseName } from '../../../src/store/database.ts';

/** Takes away what the steps of the migrations after the first have added. */
export function downgrade(folder: string): void {
  const database = new DatabaseSync(join(folder, databaseName));
  database.exec(`
    DROP TABLE drafts;
    DROP TABLE open_chats;
    DELETE FROM state WHERE key = 'ledger';
    ALTER TABLE messages DROP COLUMN cost;
    ALTER TABLE messages DROP COLUMN layout;
    ALTER TABLE parts DROP COLUMN part;
    ALTER TABLE parts DROP COLUMN kind;
    DROP TABLE balances;
    DROP TABLE requests;
    PRAGMA user_version = 1`);
  database.close();
}
