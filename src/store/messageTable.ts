// The tables of messages, their attachments, and the parts of an answer that still grows.
import { isAnswerOpen, parseChatMessage, type ChatMessage } from '../shared/chat.ts';
import { parseCost, type Cost } from '../shared/credits.ts';
import type { StoredMessage } from '../shared/history.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import type { Database } from './database.ts';
import { readInteger, readOptionalText, readText, type Row } from './rows.ts';
import { indexMessage } from './searchIndex.ts';
import { StoreError } from './storeError.ts';
import { toStored } from './text.ts';

export interface MessagePlace {
  readonly chatId: string;
  readonly parentId: string | undefined;
  readonly createdAt: number;
  /** The window that writes it, while it grows. */
  readonly owner: string | undefined;
}

/** Adds the message, or replaces what is kept of it but its place. */
export function putMessage(database: Database, message: ChatMessage, place: MessagePlace): void {
  const { text, reasoning, cost, attachments, details } = taken(message);
  const isOpen = isAnswerOpen(message);
  database.run(
    `INSERT INTO messages (id, chat_id, parent_id, role, text, reasoning, details, cost, owner, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       text = excluded.text, reasoning = excluded.reasoning, details = excluded.details, owner = excluded.owner,
       cost = coalesce(messages.cost, excluded.cost)`,
    message.id,
    place.chatId,
    place.parentId ?? null,
    message.role,
    toStored(text),
    toStored(reasoning),
    toStored(JSON.stringify(details)),
    cost === undefined ? null : JSON.stringify(cost),
    isOpen ? (place.owner ?? null) : null,
    place.createdAt,
  );
  database.run('DELETE FROM parts WHERE message_id = ?', message.id);
  database.run('DELETE FROM attachments WHERE message_id = ?', message.id);
  attachments.forEach((attachment, position) => {
    const values = [message.id, position, toStored(JSON.stringify(attachment))];
    database.run('INSERT INTO attachments (message_id, position, details) VALUES (?, ?, ?)', ...values);
  });
  if (!isOpen) {
    indexMessage(database, message.id, text);
  }
}

/** What it costs is known from the ledger; a message that is not kept is passed over. Returns its chat. */
export function setMessageCost(database: Database, messageId: string, cost: Cost): string | undefined {
  const row = database.get(
    'UPDATE messages SET cost = ? WHERE id = ? RETURNING chat_id',
    JSON.stringify(cost),
    messageId,
  );
  return row && readText(row, 'chat_id');
}

/** Adds to what is kept of an answer that grows. */
export function addPart(database: Database, messageId: string, text: string, reasoning: string): void {
  database.run(
    `INSERT INTO parts (message_id, position, text, reasoning)
     SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3 FROM parts WHERE message_id = ?1`,
    messageId,
    toStored(text),
    toStored(reasoning),
  );
}

export function hasMessage(database: Database, messageId: string): boolean {
  return database.get('SELECT 1 FROM messages WHERE id = ?', messageId) !== undefined;
}

/** The chat to which a message belongs. */
export function chatOf(database: Database, messageId: string): string | undefined {
  const row = database.get('SELECT chat_id FROM messages WHERE id = ?', messageId);
  return row && readText(row, 'chat_id');
}

/** All messages of a chat, in the order in which they were made. `isAlive` tells whether a window still writes. */
export function readMessages(database: Database, chatId: string, isAlive: (owner: string) => boolean): StoredMessage[] {
  const parts = groupByMessage(
    database.all(
      'SELECT parts.* FROM parts JOIN messages ON messages.id = message_id WHERE chat_id = ? ORDER BY position',
      chatId,
    ),
  );
  const attachments = groupByMessage(
    database.all(
      `SELECT attachments.* FROM attachments JOIN messages ON messages.id = message_id WHERE chat_id = ? ORDER BY position`,
      chatId,
    ),
  );
  return database.all('SELECT * FROM messages WHERE chat_id = ? ORDER BY row_id', chatId).map((row) => {
    const id = readText(row, 'id');
    const owner = readOptionalText(row, 'owner');
    return {
      message: messageOf(row, parts.get(id) ?? [], attachments.get(id) ?? []),
      parentId: readOptionalText(row, 'parent_id'),
      createdAt: readInteger(row, 'created_at'),
      isGrowing: owner !== undefined && isAlive(owner),
    };
  });
}

/** Whether the window has an answer under way. */
export function isWriting(database: Database, windowId: string): boolean {
  return database.get('SELECT 1 FROM messages WHERE owner IS NOT NULL AND owner = ?', windowId) !== undefined;
}

/** Chats with answers that were not ended, newest first, and the windows that wrote them. */
export function listGrowing(database: Database, workspaceId: string | undefined): { chatId: string; owner: string }[] {
  const rows = database.all(
    `SELECT chat_id, owner FROM messages JOIN chats ON chats.id = chat_id
     WHERE owner IS NOT NULL AND deleted_at IS NULL AND workspace_id IS ? ORDER BY updated_at DESC`,
    workspaceId === undefined ? null : toStored(workspaceId),
  );
  return rows.map((row) => ({ chatId: readText(row, 'chat_id'), owner: readText(row, 'owner') }));
}

interface Taken {
  readonly text: string;
  readonly reasoning: string;
  readonly cost?: Cost | undefined;
  readonly attachments: readonly unknown[];
  readonly details: object;
}

/** What has columns and rows of its own, and the rest. */
function taken(message: ChatMessage): Taken {
  if (message.role === 'user') {
    const { id, role, text, attachments, ...details } = message;
    return { text, reasoning: '', attachments, details };
  }
  const { id, role, text, reasoning, cost, ...details } = message;
  return { text, reasoning, cost, attachments: [], details };
}

function messageOf(row: Row, parts: readonly Row[], attachments: readonly Row[]): ChatMessage {
  const joined = (column: string): string => [row, ...parts].map((one) => readText(one, column)).join('');
  const details = parseJson(readText(row, 'details'));
  const cost = parseCost(parseJson(readOptionalText(row, 'cost') ?? ''));
  const certain = {
    id: readText(row, 'id'),
    role: readText(row, 'role'),
    text: joined('text'),
    reasoning: joined('reasoning'),
    attachments: attachments.map((attachment) => parseJson(readText(attachment, 'details'))),
    ...(cost === undefined ? {} : { cost }),
  };
  const message =
    parseChatMessage({ ...(isRecord(details) ? details : {}), ...certain }) ??
    // Whatever became of the rest, the text is shown.
    parseChatMessage({ model: '', status: 'ended', ...certain, attachments: [] });
  if (!message) {
    throw new StoreError('broken', `Message ${certain.id} is of no known kind.`);
  }
  return message;
}

function groupByMessage(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => readText(row, 'message_id'));
}
