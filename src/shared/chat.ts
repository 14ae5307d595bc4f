// A conversation as both bundles see it: plain, serialisable values and their schemas.
import * as v from 'valibot';
import { costSchema } from './credits.ts';
import { turnErrorSchema } from './failure.ts';
import { turnOutcomes } from './gateway.ts';

const tokenUsageSchema = v.object({
  promptTokens: v.number(),
  completionTokens: v.number(),
  cachedTokens: v.exactOptional(v.number()),
  reasoningTokens: v.exactOptional(v.number()),
  cost: v.exactOptional(v.number()),
  isEstimated: v.exactOptional(v.boolean()),
});

/** A piece of a file that travels with a message. Lines count from 1, both ends included. */
const attachmentSchema = v.object({
  id: v.string(),
  kind: v.literal('selection'),
  /** What the chip says: a path relative to the workspace. */
  label: v.string(),
  uri: v.string(),
  languageId: v.string(),
  startLine: v.number(),
  endLine: v.number(),
  text: v.string(),
});

export type Attachment = v.InferOutput<typeof attachmentSchema>;

const userMessageSchema = v.object({
  id: v.string(),
  role: v.literal('user'),
  text: v.string(),
  attachments: v.array(attachmentSchema),
});

const answerStatuses = ['waiting', 'streaming', 'ended', 'failed'] as const;

const answerSchema = v.object({
  id: v.string(),
  role: v.literal('assistant'),
  model: v.string(),
  text: v.string(),
  reasoning: v.string(),
  /** Milliseconds from the first piece of reasoning to the first piece of text. */
  reasoningMs: v.exactOptional(v.number()),
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
