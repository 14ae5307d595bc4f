// The tables of drafts (what waits to be sent beside them: outboxTable.ts), and of the chat that was open last: by workspace, since a window has another id after a reload.
import type { KeptDraft, OpenChat } from '../shared/draft.ts';
import { messageOfDraft } from '../shared/draft.ts';
import type { Database } from './database.ts';
import { readInteger, readText, type Row } from './rows.ts';
import { toStored } from './text.ts';

/** The most drafts of a workspace; the oldest go first, and none of a chat with something to send. */
const mostDrafts = 100;

/** An emptied one stays without its text: it says that an older one is not to come back. */
export function putDraft(database: Database, workspaceId: string, { chatId, text, writtenAt }: KeptDraft): void {
  database.run(
    `INSERT INTO drafts (workspace_id, chat_id, text, queue, written_at) VALUES (?, ?, ?, '[]', ?)
     ON CONFLICT (workspace_id, chat_id) DO UPDATE SET text = excluded.text, written_at = excluded.written_at`,
    toStored(workspaceId),
    chatId,
    toStored(text),
    writtenAt,
  );
}

export function forgetOldDrafts(database: Database, workspaceId: string): void {
  database.run(
    `DELETE FROM drafts WHERE row_id IN (
       SELECT row_id FROM drafts WHERE workspace_id = ? AND queue = '[]' ORDER BY written_at DESC LIMIT -1 OFFSET ${mostDrafts})`,
    toStored(workspaceId),
  );
}

export function readDraft(database: Database, workspaceId: string, chatId: string): KeptDraft | undefined {
  const row = database.get(
    'SELECT * FROM drafts WHERE workspace_id = ? AND chat_id = ?',
    toStored(workspaceId),
    chatId,
  );
  return row && draftOf(row);
}

/** A message that is kept was sent, even where the panel could no longer say that its draft is empty now. */
export function emptySentDraft(database: Database, chatId: string, message: string): void {
  for (const row of database.all('SELECT * FROM drafts WHERE chat_id = ?', chatId)) {
    const draft = draftOf(row);
    if (messageOfDraft(draft.text) === message) {
      // Newer than what the panel has kept of it.
      putDraft(database, readText(row, 'workspace_id'), { ...draft, text: '', writtenAt: draft.writtenAt + 1 });
    }
  }
}

export function putOpenChat(database: Database, workspaceId: string, { chatId, openedAt }: OpenChat): void {
  database.run(
    'INSERT OR REPLACE INTO open_chats (workspace_id, chat_id, opened_at) VALUES (?, ?, ?)',
    toStored(workspaceId),
    chatId,
    openedAt,
  );
}

export function readOpenChat(database: Database, workspaceId: string): OpenChat | undefined {
  const row = database.get('SELECT * FROM open_chats WHERE workspace_id = ?', toStored(workspaceId));
  return row && { chatId: readText(row, 'chat_id'), openedAt: readInteger(row, 'opened_at') };
}

function draftOf(row: Row): KeptDraft {
  return {
    chatId: readText(row, 'chat_id'),
    text: readText(row, 'text'),
    writtenAt: readInteger(row, 'written_at'),
  };
}
