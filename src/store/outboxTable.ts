// What windows have to send, in the column `queue` of the drafts: an array of outboxes, each with the window whose it is. A version
// before had only texts there, of no window.
import { randomUUID } from 'node:crypto';
import { isArray, isRecord, parseJson } from '../shared/json.ts';
import {
  emptyOutbox,
  isOutboxEmpty,
  joinOutboxes,
  parseOutbox,
  type ChatOutbox,
  type ClaimedOutbox,
} from '../shared/outbox.ts';
import type { Database } from './database.ts';
import { hasMessage } from './messageTable.ts';
import { readText, type Row } from './rows.ts';
import { toStored } from './text.ts';

/** A chat, where a workspace has something to send in it. */
export interface OutboxPlace {
  readonly workspaceId: string;
  readonly chatId: string;
}

/** Keeps it as that window's, without what is a message of a chat by now. Returns whether anything of it is kept. */
export function putOutbox(database: Database, place: OutboxPlace, windowId: string, outbox: ChatOutbox): boolean {
  const all = readAll(database, place);
  const others = (all ?? []).filter((one) => ownerOf(one) !== windowId);
  const kept = unsentOf(database, outbox);
  const isEmpty = isOutboxEmpty(kept);
  if (all !== undefined || !isEmpty) {
    writeAll(database, place, isEmpty ? others : [...others, { owner: windowId, ...kept }]);
  }
  return !isEmpty;
}

/** Makes what windows that have gone have to send there that window's. */
export function claimOutbox(
  database: Database,
  place: OutboxPlace,
  windowId: string,
  isAlive: (owner: string) => boolean,
): ClaimedOutbox {
  const all = readAll(database, place) ?? [];
  const own = all.find((one) => ownerOf(one) === windowId);
  const held = all.filter((one) => one !== own && isAlive(ownerOf(one)));
  const left = all.filter((one) => one !== own && !held.includes(one));
  const outbox = unsentOf(database, left.map(outboxOf).reduce(joinOutboxes, emptyOutbox));
  if (left.length > 0) {
    writeAll(database, place, held);
    putOutbox(database, place, windowId, joinOutboxes(outbox, own === undefined ? emptyOutbox : outboxOf(own)));
  }
  return { outbox, isHeldElsewhere: held.length > 0 };
}

/** Whether anything waits there that is not that window's: a look that needs no transaction. */
export function hasOthersOutbox(database: Database, place: OutboxPlace, windowId: string): boolean {
  return (readAll(database, place) ?? []).some((one) => ownerOf(one) !== windowId);
}

/** The message is kept in the chat: it does not wait any more, whichever workspace it waited in. */
export function removeSent(database: Database, chatId: string, messageId: string): void {
  for (const row of database.all('SELECT * FROM drafts WHERE chat_id = ? AND instr(queue, ?) > 0', chatId, messageId)) {
    const all = elementsOf(row).map((one) =>
      isRecord(one) && isArray(one['waiting'])
        ? { ...one, waiting: one['waiting'].filter((waiting) => !isRecord(waiting) || waiting['id'] !== messageId) }
        : one,
    );
    const kept = all.filter((one) => !isRecord(one) || !isOutboxEmpty(outboxOf(one)));
    writeAll(database, { workspaceId: readText(row, 'workspace_id'), chatId }, kept);
  }
}

function readAll(database: Database, { workspaceId, chatId }: OutboxPlace): readonly unknown[] | undefined {
  const row = database.get(
    'SELECT * FROM drafts WHERE workspace_id = ? AND chat_id = ?',
    toStored(workspaceId),
    chatId,
  );
  return row && elementsOf(row);
}

/** A row that is made for it has no draft: one that the panel keeps is newer. */
function writeAll(database: Database, { workspaceId, chatId }: OutboxPlace, all: readonly unknown[]): void {
  database.run(
    `INSERT INTO drafts (workspace_id, chat_id, text, queue, written_at) VALUES (?, ?, '', ?, 0)
     ON CONFLICT (workspace_id, chat_id) DO UPDATE SET queue = excluded.queue`,
    toStored(workspaceId),
    chatId,
    toStored(JSON.stringify(all)),
  );
}

function elementsOf(row: Row): readonly unknown[] {
  const all = parseJson(readText(row, 'queue'));
  return isArray(all) ? all : [];
}

function ownerOf(element: unknown): string {
  return isRecord(element) && typeof element['owner'] === 'string' ? element['owner'] : '';
}

function outboxOf(element: unknown): ChatOutbox {
  return typeof element === 'string'
    ? { ...emptyOutbox, waiting: [{ id: randomUUID(), text: element, attachments: [] }] }
    : parseOutbox(element);
}

function unsentOf(database: Database, outbox: ChatOutbox): ChatOutbox {
  return { ...outbox, waiting: outbox.waiting.filter(({ id }) => !hasMessage(database, id)) };
}
