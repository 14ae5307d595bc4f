// Maintains the full-text index: titles under the negated row id of their chat, messages under their own row id.
import type { Database } from './database.ts';
import { readInteger, readText } from './rows.ts';
import { toStored } from './text.ts';

/** Appended to each text, so that its last two characters begin trigrams as well and a query of two characters finds them. */
const padding = '  ';

export function indexTitle(database: Database, chatId: string): void {
  const row = database.get('SELECT row_id, title FROM chats WHERE id = ?', chatId);
  if (row) {
    putIntoIndex(database, -readInteger(row, 'row_id'), readText(row, 'title'));
  }
}

export function indexMessage(database: Database, messageId: string, text: string): void {
  const row = database.get('SELECT row_id FROM messages WHERE id = ?', messageId);
  if (row) {
    putIntoIndex(database, readInteger(row, 'row_id'), text);
  }
}

/** Rebuilds the index if a SQLite without FTS5, which cannot maintain it, has written to the database. */
export function completeIndex(database: Database): void {
  if (!database.hasSearchIndex || database.get("SELECT 1 FROM state WHERE key = 'has-gaps'") === undefined) {
    return;
  }
  database.write(() => {
    for (const row of database.all('SELECT id FROM chats')) {
      indexTitle(database, readText(row, 'id'));
    }
    for (const row of database.all('SELECT row_id, text FROM messages')) {
      putIntoIndex(database, readInteger(row, 'row_id'), readText(row, 'text'));
    }
    database.run("DELETE FROM state WHERE key = 'has-gaps'");
  });
}

function putIntoIndex(database: Database, rowId: number, text: string): void {
  if (database.hasSearchIndex) {
    database.run('DELETE FROM search WHERE rowid = ?', rowId);
    database.run('INSERT INTO search (rowid, text) VALUES (?, ?)', rowId, toStored(text) + padding);
  } else {
    database.run("INSERT OR REPLACE INTO state VALUES ('has-gaps', 1)");
  }
}
