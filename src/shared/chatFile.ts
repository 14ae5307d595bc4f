// Our own file of exported chats: JSON with every message and branch, which imports compare equal.
import * as v from 'valibot';
import { chatMessageSchema } from './chat.ts';
import { chatSummarySchema, type ChatTree } from './history.ts';
import { parseJson } from './json.ts';

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

/** `foreign`: no file of ours. `newer`: written by a newer version. `damaged`: ours, and not whole. */
export type ChatFileProblem = 'foreign' | 'newer' | 'damaged';

/** Reads a file that anybody may have written. */
export function readChatFile(text: string): readonly ChatTree[] | ChatFileProblem {
  const json = parseJson(text);
  const head = v.safeParse(v.object({ format: v.literal(format), version: v.number() }), json);
  if (!head.success) {
    return 'foreign';
  }
  if (head.output.version > version) {
    return 'newer';
  }
  const file = v.safeParse(chatFileSchema, json);
  return file.success ? file.output.chats.map(toTree) : 'damaged';
}

/** What another window was writing when the file was made is not growing here. */
function toTree({ summary, messages, leafId }: v.InferOutput<typeof chatTreeSchema>): ChatTree {
  return {
    summary,
    messages: messages.map(({ message, parentId, createdAt }) => ({ message, parentId, createdAt, isGrowing: false })),
    leafId,
  };
}
