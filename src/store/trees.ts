// Whole chats, into the store and for good out of it.
import type { ChatTree } from '../shared/history.ts';
import { insertChat, leafOf, setDeleted, setLeaf } from './chatTable.ts';
import type { Database } from './database.ts';
import { chatOf, putMessage } from './messageTable.ts';
import { indexTitle } from './searchIndex.ts';

/** Adds the chat, or to the chat of the same id the messages that it lacks; one that is in the trash comes back from there. */
export function addTree(database: Database, { summary, messages, leafId }: ChatTree, revision: number): void {
  insertChat(database, summary, revision);
  indexTitle(database, summary.id);
  setDeleted(database, summary.id, false, revision);
  // An id that another chat uses already must not lead there.
  const newIds = new Map<string, string>();
  const idOf = (id: string): string => newIds.get(id) ?? id;
  for (const { message, parentId, createdAt } of messages) {
    const owner = chatOf(database, message.id);
    if (owner !== undefined && owner !== summary.id) {
      newIds.set(message.id, crypto.randomUUID());
    }
    if (owner !== summary.id) {
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
  if (leafOf(database, summary.id) === undefined && leafId !== undefined) {
    setLeaf(database, summary.id, idOf(leafId), revision);
  }
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
