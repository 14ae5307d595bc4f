// Our own file of exported chats: JSON with every message and branch. Anybody may have written one, so what is read of it is what was
// said: nothing that selects a model, opens a file, shows an alert or counts as spent.
import * as v from 'valibot';
import { attachmentText } from './attachmentText.ts';
import type { ChatMessage } from './chat.ts';
import { turnOutcomes } from './gateway.ts';
import type { ChatTree } from './history.ts';
import { isArray, isRecord } from './json.ts';
import { cutText, limits } from './limits.ts';

const format = 'opencodex-chats';
const version = 1;

const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
/** No half pairs or control characters: a database may take two ids for one, or end one early. */
const id = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]+$/u), v.maxLength(200));
const line = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(limits.import.text));
const name = v.pipe(
  v.string(),
  v.transform((value) => cutText(value, limits.import.name)),
);

const pieceSchema = v.object({ label: name, startLine: line, endLine: line, languageId: name, text });

/** No more than what was said, and by whom. */
const messageSchema = v.variant('role', [
  v.object({ id, role: v.literal('user'), text, attachments: v.optional(v.array(pieceSchema), []) }),
  v.object({
    id,
    role: v.literal('assistant'),
    model: name,
    text,
    reasoning: v.optional(text, ''),
    outcome: v.exactOptional(v.picklist(turnOutcomes)),
  }),
]);

const chatTreeSchema = v.object({
  summary: v.object({
    id,
    title: name,
    workspace: v.exactOptional(v.object({ id: name, name })),
    isPinned: v.boolean(),
    createdAt: time,
    updatedAt: time,
    deletedAt: v.exactOptional(time),
  }),
  messages: v.array(v.object({ message: messageSchema, parentId: v.optional(id), createdAt: time })),
  leafId: v.optional(id),
});

const chatFileSchema = v.object({ format: v.literal(format), version: v.number(), chats: v.array(chatTreeSchema) });

/** A file in pieces, chat by chat: one with all chats of years would be too long a string, and too long a work in one go. */
export class ChatFilePieces {
  #isEmpty = true;

  /** The text of the chat, with what stands before it. */
  add(chat: ChatTree): string {
    const before = this.#isEmpty ? `${this.#begin}\n` : ',\n';
    this.#isEmpty = false;
    return before + JSON.stringify(chat, undefined, 2).replaceAll(/^/gm, '    ');
  }

  /** What stands behind the last chat. */
  end(): string {
    return `${this.#isEmpty ? this.#begin : '\n  '}]\n}\n`;
  }

  get #begin(): string {
    return `{\n  "format": "${format}",\n  "version": ${version},\n  "chats": [`;
  }
}

/** The text of a file with these chats. */
export function writeChatFile(chats: readonly ChatTree[]): string {
  const pieces = new ChatFilePieces();
  return chats.map((chat) => pieces.add(chat)).join('') + pieces.end();
}

/** Whether a text that is no JSON begins as a file of ours does, which was cut off then. */
export function beginsAsChatFile(text: string): boolean {
  return new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${format}"`).test(text);
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

/** The model is a note below each answer: opening the chat selects none. */
function toTree({ summary, messages, leafId }: v.InferOutput<typeof chatTreeSchema>): ChatTree {
  return {
    summary: { ...summary, model: '' },
    messages: messages.map(({ message, parentId, createdAt }) => ({
      message: toMessage(message),
      parentId,
      createdAt,
      isGrowing: false,
    })),
    leafId,
  };
}

/** Pieces of files become part of the text, where people see what goes to a model with their next message. */
function toMessage(message: v.InferOutput<typeof messageSchema>): ChatMessage {
  if (message.role === 'assistant') {
    return { ...message, status: 'ended' };
  }
  const { id: messageId, role, text: words, attachments } = message;
  const pieces = attachments.map((piece) => attachmentText({ ...piece, label: piece.label.replaceAll(/\s+/g, ' ') }));
  return { id: messageId, role, text: [words, ...pieces].join('\n\n'), attachments: [] };
}
