// A conversation as both bundles see it: plain, serialisable values and their schemas.
import * as v from 'valibot';
import { costSchema } from './credits.ts';
import { turnErrorSchema } from './failure.ts';
import { turnOutcomes } from './gateway.ts';
import { answerPartSchema, userPartSchema } from './parts.ts';

const tokenUsageSchema = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  cachedTokens: v.exactOptional(v.number()),
  reasoningTokens: v.exactOptional(v.number()),
  cost: v.exactOptional(v.number()),
  isEstimated: v.exactOptional(v.boolean()),
});

const userMessageSchema = v.object({
  id: v.string(),
  role: v.literal('user'),
  parts: v.pipe(v.array(userPartSchema), v.readonly()),
});

const answerStatuses = ['waiting', 'streaming', 'ended', 'failed'] as const;

const answerSchema = v.object({
  id: v.string(),
  role: v.literal('assistant'),
  model: v.string(),
  parts: v.pipe(v.array(answerPartSchema), v.readonly()),
  status: v.picklist(answerStatuses),
  outcome: v.exactOptional(v.picklist(turnOutcomes)),
  usage: v.exactOptional(tokenUsageSchema),
  /** What all requests for it cost; missing until that is settled. */
  cost: v.exactOptional(costSchema),
  /** Milliseconds from sending to the first piece of the answer. */
  firstTokenMs: v.exactOptional(v.number()),
  error: v.exactOptional(turnErrorSchema),
});

export const chatMessageSchema = v.variant('role', [userMessageSchema, answerSchema]);

export type UserMessage = v.InferOutput<typeof userMessageSchema>;
export type Answer = v.InferOutput<typeof answerSchema>;
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>;

/** The message, or undefined where the value is none. */
export function parseChatMessage(value: unknown): ChatMessage | undefined {
  const { success, output } = v.safeParse(chatMessageSchema, value);
  return success ? output : undefined;
}

/** True while the answer may still grow. */
export function isAnswerOpen(message: ChatMessage): message is Answer {
  return message.role === 'assistant' && (message.status === 'waiting' || message.status === 'streaming');
}
