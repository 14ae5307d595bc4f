// Our own file of exported chats: JSON with every message and branch, which imports compare equal.
import * as v from 'valibot';
import { chatMessageSchema } from './chat.ts';
import { chatSummarySchema, type ChatTree } from './history.ts';
import { isArray, isRecord } from './json.ts';
import { limits } from './limits.ts';

const format = 'opencodex-chats';
const version = 1;

const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const micros = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const chatTreeSchema = v.object({
  summary: v.object({
    ...chatSummarySchema.entries,
    id,
    createdAt: time,
    updatedAt: time,
    deletedAt: v.exactOptional(time),
    costMicros: v.exactOptional(micros),
  }),
  messages: v.array(
    v.object({
      message: chatMessageSchema,
      parentId: v.optional(id),
      createdAt: time,
      isGrowing: v.optional(v.boolean()),
    }),
  ),
  leafId: v.optional(id),
});

const chatFileSchema = v.object({ format: v.literal(format), version: v.number(), chats: v.array(chatTreeSchema) });

/** The text of a file with these chats. */
export function writeChatFile(chats: readonly ChatTree[]): string {
  return `${JSON.stringify({ format, version, chats }, undefined, 2)}\n`;
}

/** `foreign`: no file of ours. `newer`: written by a newer version. `damaged`: ours, and not whole. `too-many`: chats, or messages of one. */
export type ChatFileProblem = 'foreign' | 'newer' | 'damaged' | 'too-many';

/** Reads the content of a file that anybody may have written. */
export function readChatFile(json: unknown): readonly ChatTree[] | ChatFileProblem {
  const head = v.safeParse(v.object({ format: v.literal(format), version: v.number() }), json);
  if (!head.success) {
    return 'foreign';
  }
  if (head.output.version > version) {
    return 'newer';
  }
  if (isTooMuch(json)) {
    return 'too-many';
  }
  const file = v.safeParse(chatFileSchema, json);
  return file.success ? file.output.chats.map(toTree) : 'damaged';
}

/** Counted before each is looked at. */
function isTooMuch(json: unknown): boolean {
  const chats = isRecord(json) && isArray(json['chats']) ? json['chats'] : [];
  const hasManyMessages = (chat: unknown): boolean => {
    const messages = isRecord(chat) ? chat['messages'] : undefined;
    return isArray(messages) && messages.length > limits.import.messages;
  };
  return chats.length > limits.import.chats || chats.some(hasManyMessages);
}

/** What another window was writing when the file was made is not growing here. */
function toTree({ summary, messages, leafId }: v.InferOutput<typeof chatTreeSchema>): ChatTree {
  return {
    summary,
    messages: messages.map(({ message, parentId, createdAt }) => ({ message, parentId, createdAt, isGrowing: false })),
    leafId,
  };
}
