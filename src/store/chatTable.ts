// The table of chats: one row per chat, with the fields that chat lists show.
import type { ChatFilter, ChatHead, ChatSummary, ListRequest } from '../shared/history.ts';
import type { Database } from './database.ts';
import { readInteger, readOptionalInteger, readOptionalText, readText, type Row } from './rows.ts';
import { indexTitle } from './searchIndex.ts';
import { toStored } from './text.ts';

/** Creates the chat, or updates its model, and its title unless the user has renamed it. */
export function saveChat(database: Database, chat: ChatHead, revision: number): void {
  const { id, title, model, workspace } = chat;
  const now = Date.now();
  database.run(
    `INSERT INTO chats (id, title, model, workspace_id, workspace_name, created_at, updated_at, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       title = CASE WHEN is_renamed THEN title ELSE excluded.title END, model = excluded.model, revision = excluded.revision`,
    id,
    toStored(title),
    toStored(model),
    workspace === undefined ? null : toStored(workspace.id),
    workspace === undefined ? null : toStored(workspace.name),
    now,
    now,
    revision,
  );
  indexTitle(database, id);
}

/**
 * Adds a chat with all its fields, unless a chat with this id is stored. Its title counts as the user's own, so saving messages never
 * replaces it.
 */
export function insertChat(database: Database, chat: ChatSummary, revision: number): void {
  const { id, title, model, workspace, isPinned, createdAt, updatedAt, costMicros } = chat;
  database.run(
    `INSERT OR IGNORE INTO chats
       (id, title, is_renamed, model, workspace_id, workspace_name, is_pinned, created_at, updated_at, cost_micros, revision)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    toStored(title),
    toStored(model),
    workspace === undefined ? null : toStored(workspace.id),
    workspace === undefined ? null : toStored(workspace.name),
    isPinned ? 1 : 0,
    createdAt,
    updatedAt,
    costMicros ?? null,
    revision,
  );
}

export function renameChat(database: Database, chatId: string, title: string, revision: number): void {
  database.run(
    'UPDATE chats SET title = ?, is_renamed = 1, revision = ? WHERE id = ?',
    toStored(title),
    revision,
    chatId,
  );
  indexTitle(database, chatId);
}

export function pinChat(database: Database, chatId: string, isPinned: boolean, revision: number): void {
  database.run('UPDATE chats SET is_pinned = ?, revision = ? WHERE id = ?', isPinned ? 1 : 0, revision, chatId);
}

/** Moves the chat into the trash, or out of it. */
export function setDeleted(database: Database, chatId: string, isDeleted: boolean, revision: number): void {
  const deletedAt = isDeleted ? Date.now() : null;
  database.run('UPDATE chats SET deleted_at = ?, revision = ? WHERE id = ?', deletedAt, revision, chatId);
}

/** Records that the chat's messages have changed just now. */
export function touchChat(database: Database, chatId: string, revision: number): void {
  database.run('UPDATE chats SET updated_at = ?, revision = ? WHERE id = ?', Date.now(), revision, chatId);
}

/**
 * Sums the costs of the chat's answers. The sum is capped, because SQLite can store integers that node:sqlite refuses to read, and one such
 * row would fail every list of chats.
 */
export function sumCosts(database: Database, chatId: string, revision: number): void {
  database.run(
    `UPDATE chats SET revision = ?1, cost_micros = (
       SELECT CAST(min(?3, sum(1.0 * json_extract(cost, '$.micros'))) AS INTEGER) FROM messages WHERE chat_id = ?2
     ) WHERE id = ?2`,
    revision,
    chatId,
    Number.MAX_SAFE_INTEGER,
  );
}

/** Gives the chat a new revision, so that other windows notice the change. */
export function bumpChat(database: Database, chatId: string, revision: number): void {
  database.run('UPDATE chats SET revision = ? WHERE id = ?', revision, chatId);
}

export function setLeaf(database: Database, chatId: string, leafId: string | undefined, revision: number): void {
  database.run('UPDATE chats SET leaf_id = ?, revision = ? WHERE id = ?', leafId ?? null, revision, chatId);
}

export function leafOf(database: Database, chatId: string): string | undefined {
  const row = database.get('SELECT leaf_id FROM chats WHERE id = ?', chatId);
  return row && readOptionalText(row, 'leaf_id');
}

export function readSummary(database: Database, chatId: string): ChatSummary | undefined {
  const row = database.get('SELECT * FROM chats WHERE id = ?', chatId);
  return row && summaryOf(row);
}

export function listChats(database: Database, { limit, offset, ...filter }: ListRequest): ChatSummary[] {
  const { condition, values } = conditionOf(filter);
  const order = filter.isDeleted ? 'deleted_at DESC' : 'is_pinned DESC, updated_at DESC, row_id DESC';
  return database
    .all(`SELECT * FROM chats WHERE ${condition} ORDER BY ${order} LIMIT ? OFFSET ?`, ...values, limit, offset)
    .map(summaryOf);
}

export function listChatIds(database: Database): string[] {
  return database
    .all('SELECT id FROM chats WHERE deleted_at IS NULL ORDER BY row_id')
    .map((row) => readText(row, 'id'));
}

/** The number of the last write transaction, counted over all windows. */
export function readRevision(database: Database): number {
  const row = database.get("SELECT value FROM state WHERE key = 'revision'");
  return row ? readInteger(row, 'value') : 0;
}

/** The ids of the chats that any window wrote after `revision`. */
export function listChangedSince(database: Database, revision: number): string[] {
  return database.all('SELECT id FROM chats WHERE revision > ?', revision).map((row) => readText(row, 'id'));
}

/** The filter as an SQL condition on the table `chats`, with its values. */
export function conditionOf(filter: ChatFilter): { readonly condition: string; readonly values: readonly string[] } {
  const deleted = filter.isDeleted ? 'chats.deleted_at IS NOT NULL' : 'chats.deleted_at IS NULL';
  return filter.workspaceId === undefined
    ? { condition: deleted, values: [] }
    : { condition: `${deleted} AND chats.workspace_id = ?`, values: [toStored(filter.workspaceId)] };
}

export function summaryOf(row: Row): ChatSummary {
  const workspaceId = readOptionalText(row, 'workspace_id');
  const deletedAt = readOptionalInteger(row, 'deleted_at');
  const costMicros = readOptionalInteger(row, 'cost_micros');
  return {
    id: readText(row, 'id'),
    title: readText(row, 'title'),
    ...(workspaceId === undefined
      ? {}
      : { workspace: { id: workspaceId, name: readOptionalText(row, 'workspace_name') ?? '' } }),
    model: readText(row, 'model'),
    isPinned: readInteger(row, 'is_pinned') === 1,
    createdAt: readInteger(row, 'created_at'),
    updatedAt: readInteger(row, 'updated_at'),
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(costMicros === undefined ? {} : { costMicros }),
  };
}
