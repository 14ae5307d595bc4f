// Every message that crosses between the extension host and the chat panel. Each side validates what arrives.
import * as v from 'valibot';
import { connectionSchema } from '../shared/connection.ts';
import { chatNewsSchemas } from '../shared/chatNews.ts';
import { keptDraftSchema, openChatSchema } from '../shared/draft.ts';
import { limits } from '../shared/limits.ts';
import { historyHostMessages, historyPanelMessages } from './history.ts';
import { pageHostMessages, readyMessage, pageMessage } from './page.ts';
import { outboxHostMessages, outboxPanelMessages } from './outbox.ts';
import { change, nothing, paid } from '../shared/rights.ts';

const modelChoiceSchema = v.object({
  id: v.string(),
  name: v.exactOptional(v.string()),
  contextWindow: v.exactOptional(v.number()),
});

/** Counted before each is looked at. */
const modelChoicesSchema = v.pipe(
  v.array(v.unknown()),
  v.maxLength(limits.modelList.inPanel),
  v.array(modelChoiceSchema),
);

/** Host to panel. */
export const hostMessageSchema = v.variant('type', [
  ...pageHostMessages,
  v.object({ type: v.literal('connection-changed'), connection: connectionSchema }),
  v.object({ type: v.literal('models-changed'), models: modelChoicesSchema, selected: v.string() }),
  ...chatNewsSchemas,
  /** What is known of the selected model's price: micros for a token, tokens of a usual answer, and those of our instructions. */
  v.object({
    type: v.literal('price-changed'),
    model: v.string(),
    price: v.exactOptional(v.object({ input: v.number(), output: v.number() })),
    typicalOutput: v.exactOptional(v.number()),
    overheadTokens: v.number(),
  }),
  /** What the workspace's own settings add to every request; missing where they add nothing. */
  v.object({
    type: v.literal('instructions-changed'),
    ofWorkspace: v.exactOptional(v.object({ name: v.string(), text: v.string() })),
  }),
  /** The source of the highlight worker: the panel may load no script from anywhere else. */
  v.object({ type: v.literal('highlighter-loaded'), source: v.string() }),
  v.object({ type: v.literal('composer-focused') }),
  /** What the host has kept of drafts; before the first chat-opened also the chat that was open before the panel was loaded anew. */
  v.object({
    type: v.literal('drafts-restored'),
    drafts: v.array(keptDraftSchema),
    lastChatId: v.exactOptional(v.string()),
  }),
  ...historyHostMessages,
  ...outboxHostMessages,
]);

export type HostMessage = v.InferOutput<typeof hostMessageSchema>;
export type ModelPrice = Omit<Extract<HostMessage, { type: 'price-changed' }>, 'type'>;
export type ModelChoice = v.InferOutput<typeof modelChoiceSchema>;

/** The commands that the panel may ask for by name. */
export const panelCommands = [
  'set-api-key',
  'choose-model',
  'open-dashboard',
  'open-settings',
  'open-instructions',
] as const;

/** Panel to host. */
export const panelMessageSchema = v.variant('type', [
  /** With the chat that was open before the panel was loaded anew; empty for none. */
  readyMessage({ chatId: v.pipe(v.string(), v.maxLength(200)), openedAt: v.number() }),
  /** What has been written since the last one, and the chat that is open. */
  pageMessage('drafts-changed', nothing, {
    drafts: v.pipe(v.array(keptDraftSchema), v.maxLength(100)),
    openChat: openChatSchema,
  }),
  ...outboxPanelMessages,
  pageMessage('answer-stopped', nothing, {}),
  pageMessage('chat-started', nothing, {}),
  ...historyPanelMessages,
  pageMessage('model-selected', nothing, { model: v.pipe(v.string(), v.minLength(1), v.maxLength(300)) }),
  /** A button of an error: the answer it belongs to, and the remedy by its id. */
  pageMessage('error-action-chosen', paid, {
    messageId: v.string(),
    action: v.pipe(v.string(), v.maxLength(100)),
  }),
  /** The question of an answer, for another model: the host asks which one first, so that nothing is paid yet. */
  pageMessage('other-answer-requested', nothing, { messageId: v.string() }),
  pageMessage('command-requested', nothing, { command: v.picklist(panelCommands) }),
  pageMessage('text-copied', nothing, { text: v.string() }),
  pageMessage('code-inserted', change, { code: v.string() }),
  pageMessage('code-opened', nothing, { code: v.string(), language: v.string() }),
  pageMessage('link-opened', nothing, { url: v.pipe(v.string(), v.maxLength(8_192)) }),
  pageMessage('attachment-opened', nothing, { messageId: v.string(), attachmentId: v.string() }),
]);

export type PanelMessage = v.InferOutput<typeof panelMessageSchema>;
export type PanelCommand = (typeof panelCommands)[number];
