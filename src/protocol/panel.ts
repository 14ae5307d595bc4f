// Every message from the extension host to the chat panel, which validates what arrives.
import * as v from 'valibot';
import { connectionSchema } from '../shared/connection.ts';
import { chatNewsSchemas } from '../shared/chatNews.ts';
import { keptDraftSchema } from '../shared/draft.ts';
import { limits } from '../shared/limits.ts';
import { historyHostMessages } from './history.ts';
import { pageHostMessages } from './page.ts';
import { outboxHostMessages } from './outbox.ts';

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
