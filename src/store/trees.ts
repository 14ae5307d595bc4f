// Whole chats, into the store and for good out of it.
import { hash } from 'node:crypto';
import type { ChatTree } from '../shared/history.ts';
import { insertChat, leafOf, setDeleted, setLeaf } from './chatTable.ts';
import type { Database } from './database.ts';
import { chatOf, putMessage } from './messageTable.ts';
import { indexTitle } from './searchIndex.ts';

/**
 * Adds the chat, or to the chat of the same id the messages that it lacks; one that is in the trash comes back from there. A chat that
 * only goes on in what is added is shown to its new end. False where all of it was there already.
 */
export function addTree(database: Database, { summary, messages, leafId }: ChatTree, revision: number): boolean {
  const isHere = database.get('SELECT 1 FROM chats WHERE id = ? AND deleted_at IS NULL', summary.id) !== undefined;
  insertChat(database, summary, revision);
  indexTitle(database, summary.id);
  setDeleted(database, summary.id, false, revision);
  let added = 0;
  // An id that another chat uses already must not lead there; the same file makes the same of it each time.
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

/** Whether what was added leads from the message `leaf` on to `leafId`. */
function isBehind(leaf: string, leafId: string, messages: ChatTree['messages'], idOf: (id: string) => string): boolean {
  const parents = new Map(messages.map(({ message, parentId }) => [message.id, parentId]));
  let id = parents.get(leafId);
  while (id !== undefined && idOf(id) !== leaf) {
    const parent = parents.get(id);
    // Each is looked at once, also where they go round in a circle.
    parents.delete(id);
    id = parent;
  }
  return id !== undefined;
}

/** Removes every chat in the trash with all that belongs to it. */
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
