// Every message that crosses between the extension host and the chat panel. Each side validates what arrives.
import * as v from 'valibot';
import { connectionSchema } from '../shared/connection.ts';
import { chatMessageSchema } from '../shared/chat.ts';
import { retryPlanSchema } from '../shared/failure.ts';
import { costSchema } from '../shared/credits.ts';
import { keptDraftSchema, openChatSchema } from '../shared/draft.ts';
import { limits } from '../shared/limits.ts';
import { historyHostMessages, historyPanelMessages } from './history.ts';

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
  v.object({
    type: v.literal('appearance-changed'),
    /** Language tag of the texts: en, id or zh-cn. */
    language: v.string(),
    /** English text to translation; empty for English. */
    translations: v.record(v.string(), v.string()),
    /** Pixels; 0 follows VS Code. */
    fontSize: v.number(),
  }),
  v.object({ type: v.literal('connection-changed'), connection: connectionSchema }),
  v.object({ type: v.literal('models-changed'), models: modelChoicesSchema, selected: v.string() }),
  v.object({ type: v.literal('chat-opened'), chatId: v.string(), messages: v.array(chatMessageSchema) }),
  /** A new message, or one whose state (not its text) changed. */
  v.object({ type: v.literal('message-changed'), chatId: v.string(), message: chatMessageSchema }),
  /** The failed answer that a retry replaces. */
  v.object({ type: v.literal('message-removed'), chatId: v.string(), messageId: v.string() }),
  /** What came since the last one: to be appended. */
  v.object({
    type: v.literal('answer-grew'),
    chatId: v.string(),
    messageId: v.string(),
    text: v.string(),
    reasoning: v.string(),
  }),
  /** The panel counts the delay from when this arrives. */
  v.object({
    type: v.literal('retry-scheduled'),
    chatId: v.string(),
    messageId: v.string(),
    retry: retryPlanSchema,
  }),
  v.object({ type: v.literal('cost-settled'), chatId: v.string(), messageId: v.string(), cost: costSchema }),
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
  /** A message that could not be sent: its text goes back into the composer. */
  v.object({ type: v.literal('message-refused'), text: v.string(), reason: v.string() }),
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
  v.object({ type: v.literal('panel-ready'), chatId: v.pipe(v.string(), v.maxLength(200)), openedAt: v.number() }),
  /** What has been written since the last one, and the chat that is open. */
  v.object({
    type: v.literal('drafts-changed'),
    drafts: v.pipe(v.array(keptDraftSchema), v.maxLength(100)),
    openChat: openChatSchema,
  }),
  v.object({ type: v.literal('message-sent'), text: v.pipe(v.string(), v.maxLength(2_000_000)) }),
  v.object({ type: v.literal('answer-stopped') }),
  v.object({ type: v.literal('chat-started') }),
  ...historyPanelMessages,
  v.object({ type: v.literal('model-selected'), model: v.pipe(v.string(), v.minLength(1), v.maxLength(300)) }),
  /** A button of an error: the answer it belongs to, and the remedy by its id. */
  v.object({
    type: v.literal('error-action-chosen'),
    messageId: v.string(),
    action: v.pipe(v.string(), v.maxLength(100)),
  }),
  /** The question of an answer, for another model. */
  v.object({ type: v.literal('other-answer-requested'), messageId: v.string() }),
  v.object({ type: v.literal('command-requested'), command: v.picklist(panelCommands) }),
  v.object({ type: v.literal('text-copied'), text: v.string() }),
  v.object({ type: v.literal('code-inserted'), code: v.string() }),
  v.object({ type: v.literal('code-opened'), code: v.string(), language: v.string() }),
  v.object({ type: v.literal('link-opened'), url: v.pipe(v.string(), v.maxLength(8_192)) }),
  v.object({ type: v.literal('attachment-opened'), messageId: v.string(), attachmentId: v.string() }),
]);

export type PanelMessage = v.InferOutput<typeof panelMessageSchema>;
export type PanelCommand = (typeof panelCommands)[number];
