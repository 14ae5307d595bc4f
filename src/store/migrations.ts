// The schema, as the steps that lead to it. A step that was released is never changed; a new one is added below it.
import type { DatabaseSync } from 'node:sqlite';

/**
 * Messages are a tree; what people see of it is the way from `chats.leaf_id` up to its root. While an answer grows its text lies
 * in `parts`, so that an append costs what is appended. `revision` counts the writes of all windows. `search` holds titles (by
 * the chat's row id, made negative) and messages, each followed by two spaces: so even the last two characters begin trigrams.
 */
const firstSchema = `
  CREATE TABLE state (key TEXT PRIMARY KEY, value ANY) STRICT;
  INSERT INTO state VALUES ('revision', 0);

  CREATE TABLE chats (
    row_id INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    is_renamed INTEGER NOT NULL DEFAULT 0,
    workspace_id TEXT,
    workspace_name TEXT,
    model TEXT NOT NULL,
    is_pinned INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    leaf_id TEXT,
    cost_micros INTEGER,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX chats_by_update ON chats (is_pinned DESC, updated_at DESC, row_id DESC) WHERE deleted_at IS NULL;
  CREATE INDEX chats_by_workspace ON chats (workspace_id, is_pinned DESC, updated_at DESC, row_id DESC) WHERE deleted_at IS NULL;
  CREATE INDEX chats_in_trash ON chats (deleted_at) WHERE deleted_at IS NOT NULL;
  CREATE INDEX chats_by_revision ON chats (revision);

  CREATE TABLE messages (
    row_id INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL REFERENCES chats (id),
    parent_id TEXT,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    details TEXT NOT NULL,
    owner TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_chat ON messages (chat_id);
  CREATE INDEX messages_growing ON messages (chat_id, owner) WHERE owner IS NOT NULL;

  CREATE TABLE parts (
    row_id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    UNIQUE (message_id, position)
  ) STRICT;

  CREATE TABLE attachments (
    row_id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL REFERENCES messages (id),
    position INTEGER NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (message_id, position)
  ) STRICT;

  CREATE TABLE windows (id TEXT PRIMARY KEY, process_id INTEGER NOT NULL, seen_at INTEGER NOT NULL) STRICT;
`;

/**
 * The ledger: a row for each request that was paid for, from before it leaves. It outlives its chat, so that what was spent stays
 * known. A row without `ended_at` is under way, or its window has died. Money is in millionths of a credit.
 */
const requestLedger = `
  CREATE TABLE requests (
    row_id INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    model TEXT NOT NULL,
    feature TEXT NOT NULL,
    chat_id TEXT,
    message_id TEXT,
    workspace_id TEXT,
    workspace_name TEXT,
    window_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT,
    first_text_ms INTEGER,
    prompt_tokens INTEGER,
    cached_tokens INTEGER,
    completion_tokens INTEGER,
    reasoning_tokens INTEGER,
    reserved_micros INTEGER NOT NULL DEFAULT 0,
    cost_micros INTEGER,
    cost_source TEXT
  ) STRICT;
  CREATE INDEX requests_by_start ON requests (started_at);
  CREATE INDEX requests_under_way ON requests (origin) WHERE ended_at IS NULL;
`;

/**
 * What a request cost, and how that is known. `base_micros` is the balance at rest before it, `difference_micros` what it fell by,
 * and `is_alone` holds while no other request of ours has run from then on until it is settled. `balances` has the last balance at
 * rest of each gateway, which is a base only as long as `last_request` is the newest there.
 */
const costs = `
  ALTER TABLE requests ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE requests ADD COLUMN is_alone INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE requests ADD COLUMN base_micros INTEGER;
  ALTER TABLE requests ADD COLUMN difference_micros INTEGER;
  ALTER TABLE requests ADD COLUMN cost_doubt TEXT;
  ALTER TABLE requests ADD COLUMN settled_at INTEGER;
  DROP INDEX requests_under_way;
  CREATE INDEX requests_unsettled ON requests (origin) WHERE settled_at IS NULL;
  CREATE INDEX requests_by_model ON requests (origin, model, row_id);
  CREATE INDEX requests_by_chat ON requests (chat_id);
  CREATE INDEX requests_by_message ON requests (message_id);
  CREATE TABLE balances (origin TEXT PRIMARY KEY, remaining_micros INTEGER NOT NULL, last_request INTEGER NOT NULL) STRICT;
  ALTER TABLE messages ADD COLUMN cost TEXT;
  INSERT INTO state VALUES ('ledger', 0);
`;

/**
 * What is being written, by workspace and chat, and which chat a workspace had open last: a page that ends at once loses what the
 * panel keeps of it. Times are those of the panel. No draft refers to `chats`, since most chats are made with their first message.
 */
const drafts = `
  CREATE TABLE drafts (
    row_id INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    text TEXT NOT NULL,
    queue TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    UNIQUE (workspace_id, chat_id)
  ) STRICT;
  CREATE INDEX drafts_by_chat ON drafts (chat_id);
  CREATE TABLE open_chats (workspace_id TEXT PRIMARY KEY, chat_id TEXT NOT NULL, opened_at INTEGER NOT NULL) STRICT;
`;

/** By which a window finds the rows that others have written. */
const requestRevisions = `
  ALTER TABLE requests ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX requests_by_revision ON requests (revision);
  DELETE FROM state WHERE key = 'ledger';
`;

/** Apart from the tables, since the SQLite of Node before 22.16 has no FTS5 and does without it. */
const searchIndex = `
  CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram');
  CREATE VIRTUAL TABLE search_terms USING fts5vocab (search, 'row');
`;

/** Version N is the schema after the Nth step. */
const migrations: readonly string[] = [firstSchema, requestLedger, costs, drafts, requestRevisions];

export const schemaVersion = migrations.length;

/** Brings the schema from `version` to ours; the caller holds the transaction. */
export function applyMigrations(database: DatabaseSync, version: number): void {
  for (const step of migrations.slice(version)) {
    database.exec(step);
  }
  database.exec(`PRAGMA user_version = ${schemaVersion}`);
}

export function hasSearchIndex(database: DatabaseSync): boolean {
  const hasTable = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'search'").get() !== undefined;
  return hasTable && hasFullTextSearch(database);
}

/** Makes the index where there can be one; the caller holds the transaction. */
export function makeSearchIndex(database: DatabaseSync): void {
  if (!hasSearchIndex(database) && hasFullTextSearch(database)) {
    database.exec(searchIndex);
    // What is there already stands in no index yet.
    database.exec("INSERT OR REPLACE INTO state SELECT 'has-gaps', 1 WHERE EXISTS (SELECT 1 FROM chats)");
  }
}

function hasFullTextSearch(database: DatabaseSync): boolean {
  const option = "SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_FTS5'";
  return database.prepare(option).get() !== undefined;
}
