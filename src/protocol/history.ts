// The messages between host and panel about kept chats; a part of protocol.ts.
import * as v from 'valibot';
import { searchHitSchema } from '../shared/history.ts';
import { nothing } from '../shared/rights.ts';
import { pageMessage } from './page.ts';

/** What the list of chats shows: all of them or those that a query finds, of everywhere or of this workspace, or the trash. */
const historyViewSchema = v.object({
  query: v.pipe(v.string(), v.maxLength(1_000)),
  isWorkspaceOnly: v.boolean(),
  isTrash: v.boolean(),
  /** The most chats. */
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
});

export type HistoryView = v.InferOutput<typeof historyViewSchema>;

/** Host to panel. */
export const historyHostMessages = [
  v.object({ type: v.literal('history-opened') }),
  v.object({
    type: v.literal('history-listed'),
    view: historyViewSchema,
    hits: v.array(searchHitSchema),
    /** Whether a higher limit would show more. */
    hasMore: v.boolean(),
    hasWorkspace: v.boolean(),
  }),
  /** Chats were changed here or in another window: what is listed may be old. */
  v.object({ type: v.literal('history-changed') }),
  /** The list could not be read: the sentence to show. */
  v.object({ type: v.literal('history-failed'), text: v.string() }),
  /** Chats cannot be kept at the moment: the sentence to show; without it they can. */
  v.object({
    type: v.literal('keeping-changed'),
    problem: v.exactOptional(v.object({ text: v.string(), needsReload: v.boolean() })),
  }),
] as const;

const chatId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** Panel to host. */
export const historyPanelMessages = [
  pageMessage('history-requested', nothing, { view: historyViewSchema }),
  pageMessage('chat-chosen', nothing, { chatId }),
  pageMessage('chat-renamed', nothing, { chatId, title: v.pipe(v.string(), v.minLength(1), v.maxLength(500)) }),
  pageMessage('chat-pinned', nothing, { chatId, isPinned: v.boolean() }),
  pageMessage('chat-deleted', nothing, { chatId }),
  pageMessage('chat-restored', nothing, { chatId }),
  pageMessage('trash-emptied', nothing, {}),
  pageMessage('chat-exported', nothing, { chatId }),
  pageMessage('saving-retried', nothing, {}),
  pageMessage('window-reload-requested', nothing, {}),
] as const;

export type HistoryPanelMessage = v.InferOutput<(typeof historyPanelMessages)[number]>;
