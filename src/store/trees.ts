// Adds whole chats to the store, and removes those in the trash for good.
import { hash } from 'node:crypto';
import type { ChatTree } from '../shared/history.ts';
import { insertChat, leafOf, setDeleted, setLeaf } from './chatTable.ts';
import type { Database } from './database.ts';
import { chatOf, putMessage } from './messageTable.ts';
import { indexTitle } from './searchIndex.ts';

/**
 * Adds the chat. If a chat with this id is stored, adds the messages that it lacks, and takes it out of the trash. If they continue the
 * visible branch, that branch now ends at `leafId`. Returns false if everything was stored already.
 */
export function addTree(database: Database, { summary, messages, leafId }: ChatTree, revision: number): boolean {
  const isHere = database.get('SELECT 1 FROM chats WHERE id = ? AND deleted_at IS NULL', summary.id) !== undefined;
  insertChat(database, summary, revision);
  indexTitle(database, summary.id);
  setDeleted(database, summary.id, false, revision);
  let added = 0;
  // A message id that another chat uses is replaced by a hash of both ids, so importing the same file again gives the same id.
  const newIds = new Map<string, string>();
  const idOf = (id: string): string => newIds.get(id) ?? id;
  for (const { message, parentId, createdAt } of messages) {
    const owner = chatOf(database, message.id);
    if (owner !== undefined && owner !== summary.id) {
      newIds.set(message.id, hash('sha256', `${summary.id}\0${message.id}`));
    }
    if (chatOf(database, idOf(message.id)) !== summary.id) {
      added += 1;
      putMessage(
        database,
        { ...message, id: idOf(message.id) },
        {
          chatId: summary.id,
          parentId: parentId === undefined ? undefined : idOf(parentId),
          createdAt,
          owner: undefined,
        },
      );
    }
  }
  const leaf = leafOf(database, summary.id);
  if (leafId !== undefined && (leaf === undefined || isBehind(leaf, leafId, messages, idOf))) {
    setLeaf(database, summary.id, idOf(leafId), revision);
  }
  return !isHere || added > 0;
}

/** Whether `leafId` is a descendant of the message `leaf`. */
function isBehind(leaf: string, leafId: string, messages: ChatTree['messages'], idOf: (id: string) => string): boolean {
  const parents = new Map(messages.map(({ message, parentId }) => [message.id, parentId]));
  let id = parents.get(leafId);
  while (id !== undefined && idOf(id) !== leaf) {
    const parent = parents.get(id);
    // Each message is visited once, which also ends a cycle in a damaged file.
    parents.delete(id);
    id = parent;
  }
  return id !== undefined;
}

/** Deletes every chat in the trash with its messages, attachments, drafts and index entries. */
export function removeTrash(database: Database): void {
  const trash = 'SELECT id FROM chats WHERE deleted_at IS NOT NULL';
  const inTrash = `SELECT id FROM messages WHERE chat_id IN (${trash})`;
  if (database.hasSearchIndex) {
    database.run('DELETE FROM search WHERE rowid IN (SELECT -row_id FROM chats WHERE deleted_at IS NOT NULL)');
    database.run(`DELETE FROM search WHERE rowid IN (SELECT row_id FROM messages WHERE chat_id IN (${trash}))`);
  }
  database.run(`DELETE FROM parts WHERE message_id IN (${inTrash})`);
  database.run(`DELETE FROM attachments WHERE message_id IN (${inTrash})`);
  database.run(`DELETE FROM messages WHERE chat_id IN (${trash})`);
  database.run(`DELETE FROM drafts WHERE chat_id IN (${trash})`);
  database.run('DELETE FROM chats WHERE deleted_at IS NOT NULL');
}
