// The tables of messages, of their parts that are no text, and of the pieces of an answer that still grows.
import { isAnswerOpen, parseChatMessage, type ChatMessage } from '../shared/chat.ts';
import { parseCost, type Cost } from '../shared/credits.ts';
import type { StoredMessage } from '../shared/history.ts';
import { isRecord, parseJson, readNumber } from '../shared/json.ts';
import { growParts, placeOf, usualParts, type AnswerPart, type PartDelta, type UserPart } from '../shared/parts.ts';
import type { Database } from './database.ts';
import { gatherParts, layParts } from './partLayout.ts';
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
  const { parts, cost, details } = taken(message);
  const { text, reasoning, layout, rows } = layParts(parts);
  const isOpen = isAnswerOpen(message);
  database.run(
    `INSERT INTO messages (id, chat_id, parent_id, role, text, reasoning, layout, details, cost, owner, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       text = excluded.text, reasoning = excluded.reasoning, layout = excluded.layout, details = excluded.details,
       owner = excluded.owner, cost = coalesce(messages.cost, excluded.cost)`,
    message.id,
    place.chatId,
    place.parentId ?? null,
    message.role,
    toStored(text),
    toStored(reasoning),
    toStored(layout),
    toStored(JSON.stringify(details)),
    cost === undefined ? null : JSON.stringify(cost),
    isOpen ? (place.owner ?? null) : null,
    place.createdAt,
  );
  database.run('DELETE FROM parts WHERE message_id = ?', message.id);
  database.run('DELETE FROM attachments WHERE message_id = ?', message.id);
  rows.forEach((row, position) => {
    const values = [message.id, position, toStored(row)];
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
export function addPiece(database: Database, messageId: string, { part, kind, text }: PartDelta): void {
  database.run(
    `INSERT INTO parts (message_id, position, part, kind, text, reasoning)
     SELECT ?1, coalesce(max(position), 0) + 1, ?2, ?3, ?4, '' FROM parts WHERE message_id = ?1`,
    messageId,
    part,
    kind,
    toStored(text),
  );
}

export function hasMessage(database: Database, messageId: string): boolean {
  return database.get('SELECT 1 FROM messages WHERE id = ?', messageId) !== undefined;
}

/** The end of what follows the message: the newest version of each. */
export function newestBelow(database: Database, messageId: string): string {
  const seen = new Set<string>();
  let last = messageId;
  for (let next: string | undefined = messageId; next !== undefined && !seen.has(next);) {
    last = next;
    seen.add(next);
    const row = database.get(
      `SELECT id FROM messages WHERE chat_id = (SELECT chat_id FROM messages WHERE id = ?1) AND parent_id = ?1
       ORDER BY row_id DESC LIMIT 1`,
      next,
    );
    next = row && readText(row, 'id');
  }
  return last;
}

/** The chat to which a message belongs. */
export function chatOf(database: Database, messageId: string): string | undefined {
  const row = database.get('SELECT chat_id FROM messages WHERE id = ?', messageId);
  return row && readText(row, 'chat_id');
}

/** All messages of a chat, in the order in which they were made. `isAlive` tells whether a window still writes. */
export function readMessages(database: Database, chatId: string, isAlive: (owner: string) => boolean): StoredMessage[] {
  const pieces = groupByMessage(
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
      message: messageOf(row, pieces.get(id) ?? [], attachments.get(id) ?? []),
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
  readonly parts: readonly (UserPart | AnswerPart)[];
  readonly cost?: Cost | undefined;
  readonly details: object;
}

/** What has columns and rows of its own, and the rest. */
function taken(message: ChatMessage): Taken {
  if (message.role === 'user') {
    const { id, role, parts, ...details } = message;
    return { parts, details };
  }
  const { id, role, parts, cost, ...details } = message;
  return { parts, cost, details };
}

function messageOf(row: Row, pieces: readonly Row[], attachments: readonly Row[]): ChatMessage {
  const found = parseJson(readText(row, 'details'));
  const details = isRecord(found) ? found : {};
  const cost = parseCost(parseJson(readOptionalText(row, 'cost') ?? ''));
  const laid = {
    text: readText(row, 'text'),
    reasoning: readText(row, 'reasoning'),
    layout: readOptionalText(row, 'layout'),
    rows: attachments.map((attachment) => readText(attachment, 'details')),
  };
  const certain = {
    id: readText(row, 'id'),
    role: readText(row, 'role'),
    parts: gatherParts(laid, readNumber(details, 'reasoningMs')),
    ...(cost === undefined ? {} : { cost }),
  };
  const message =
    parseChatMessage({ ...details, ...certain }) ??
    // An error that cannot be read is left out, and nothing else.
    parseChatMessage({ ...withoutError(details), ...certain }) ??
    // Whatever became of the rest, what was said is shown.
    parseChatMessage({ model: '', status: 'ended', ...certain });
  if (!message) {
    throw new StoreError('broken', `Message ${certain.id} is of no known kind.`);
  }
  return message.role === 'assistant' ? { ...message, parts: pieces.reduce(addRow, message.parts) } : message;
}

function withoutError({ error, ...rest }: Readonly<Record<string, unknown>>): object {
  return rest;
}

/** A piece of before there were parts has a text, a reasoning or both, and names no part. */
function addRow(parts: readonly AnswerPart[], row: Row): readonly AnswerPart[] {
  const text = readText(row, 'text');
  const kind = readOptionalText(row, 'kind');
  if (kind === 'text' || kind === 'reasoning') {
    return growParts(parts, { part: readInteger(row, 'part'), kind, text });
  }
  return usualParts(text, readText(row, 'reasoning')).reduce(
    (grown, piece) => growParts(grown, { part: placeOf(grown, piece.kind), kind: piece.kind, text: piece.text }),
    parts,
  );
}

function groupByMessage(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => readText(row, 'message_id'));
}
