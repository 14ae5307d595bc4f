// What happens in a chat, as the page that shows it is told: in order, each for the chat that is named.
import * as v from 'valibot';
import { chatMessageSchema } from './chat.ts';
import { costSchema } from './credits.ts';
import { retryPlanSchema } from './failure.ts';
import { partDeltaSchema } from './parts.ts';

const chatId = v.string();
const messageId = v.string();

/** A message in sight. */
const shownMessageSchema = v.object({
  message: chatMessageSchema,
  /** The ids of all that stand in its place, itself among them, oldest first; missing where it is the only one. */
  versions: v.exactOptional(v.pipe(v.array(v.string()), v.readonly())),
});

export const chatNewsSchemas = [
  /** The way in sight, from its first message to its last. */
  v.object({
    type: v.literal('chat-opened'),
    chatId,
    messages: v.pipe(v.array(shownMessageSchema), v.readonly()),
  }),
  /** A new message, or one whose state (not its texts) changed. */
  v.object({ type: v.literal('message-changed'), chatId, ...shownMessageSchema.entries }),
  /** It is no longer in sight. */
  v.object({ type: v.literal('message-removed'), chatId, messageId }),
  /** What came since the last one: to be appended. */
  v.object({ type: v.literal('answer-grew'), chatId, messageId, ...partDeltaSchema.entries }),
  /** The delay counts from when this arrives. */
  v.object({ type: v.literal('retry-scheduled'), chatId, messageId, retry: retryPlanSchema }),
  /** What an answer cost, with all its requests. It may come long after its end. */
  v.object({ type: v.literal('cost-settled'), chatId, messageId, cost: costSchema }),
] as const;

export type ShownMessage = v.InferOutput<typeof shownMessageSchema>;
export type ChatNews = v.InferOutput<(typeof chatNewsSchemas)[number]>;
