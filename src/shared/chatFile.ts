// Our own file of exported chats: JSON with every message and branch. Anybody may have written one, so what is read of it is what was
// said: nothing that selects a model, opens a file, shows an alert or counts as spent.
import * as v from 'valibot';
import { attachmentText } from './attachmentText.ts';
import type { ChatMessage } from './chat.ts';
import { turnOutcomes } from './gateway.ts';
import type { ChatTree } from './history.ts';
import { isArray, isRecord, readRecord, type JsonRecord } from './json.ts';
import { cutText, limits } from './limits.ts';
import { storedPart, usualParts, type OpaquePart } from './parts.ts';

const format = 'opencodex-chats';

const time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
/** No half pairs or control characters: a database may take two ids for one, or end one early. */
const id = v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]+$/u), v.maxLength(200));
const line = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(limits.import.text));
const name = v.pipe(
  v.string(),
  v.transform((value) => cutText(value, limits.import.name)),
);

/** Of an attachment, whatever its kind. */
const pieceSchema = v.object({
  label: name,
  startLine: v.exactOptional(line),
  endLine: v.exactOptional(line),
  languageId: v.exactOptional(name),
  text,
});

/** No more than what was said, and by whom. */
const userEntries = { id, role: v.literal('user') };
const answerEntries = {
  id,
  role: v.literal('assistant'),
  model: name,
  outcome: v.exactOptional(v.picklist(turnOutcomes)),
};

/** A message of version 1 has one text. */
const plainMessageSchema = v.variant('role', [
  v.object({ ...userEntries, text, attachments: v.optional(v.array(pieceSchema), []) }),
  v.object({ ...answerEntries, text, reasoning: v.optional(text, '') }),
]);

const textSchema = v.object({ kind: v.literal('text'), text });
const reasoningSchema = v.object({ kind: v.literal('reasoning'), text });
const attachedSchema = v.object({ kind: v.literal('attachment'), attachment: pieceSchema });

/** A part of another kind, which is kept and never taken for one of ours: it might open a file, or call a tool. */
function other(...kinds: readonly string[]): v.GenericSchema<unknown, OpaquePart> {
  return v.pipe(
    v.custom<JsonRecord>((value) => isRecord(value) && !kinds.some((kind) => kind === value['kind'])),
    v.transform((value): OpaquePart => ({
      kind: 'opaque',
      value: value['kind'] === 'opaque' ? (readRecord(value, 'value') ?? value) : value,
      isImported: true,
    })),
  );
}

const messageSchema = v.variant('role', [
  v.object({ ...userEntries, parts: v.array(v.union([textSchema, attachedSchema, other('text')])) }),
  v.object({ ...answerEntries, parts: v.array(v.union([textSchema, reasoningSchema, other('text', 'reasoning')])) }),
]);

const summarySchema = v.object({
  id,
  title: name,
  workspace: v.exactOptional(v.object({ id: name, name })),
  isPinned: v.boolean(),
  createdAt: time,
  updatedAt: time,
  deletedAt: v.exactOptional(time),
});

/** A chat with messages of one version of the format, and one with those of this version. */
function chatSchema<Written>(
  written: v.GenericSchema<unknown, Written>,
  toMessage: (message: Written) => ChatMessage,
): v.GenericSchema<unknown, ChatTree> {
  const placed = v.object({ message: written, parentId: v.optional(id), createdAt: time });
  return v.pipe(
    v.object({ summary: summarySchema, messages: v.array(placed), leafId: v.optional(id) }),
    v.transform(({ summary, messages, leafId }) => ({
      // The model is a note below each answer: opening the chat selects none.
      summary: { ...summary, model: '' },
      messages: messages.map(({ message, parentId, createdAt }) => ({
        message: toMessage(message),
        parentId,
        createdAt,
        isGrowing: false,
      })),
      leafId,
    })),
  );
}

/** By the version of the format, from 1 on. */
const chatSchemas = [chatSchema(plainMessageSchema, fromPlain), chatSchema(messageSchema, fromParts)] as const;
const version = chatSchemas.length;

/** A file in pieces, chat by chat: one with all chats of years would be too long a string, and too long a work in one go. */
export class ChatFilePieces {
  #isEmpty = true;

  /** The text of the chat, with what stands before it. */
  add(chat: ChatTree): string {
    const before = this.#isEmpty ? `${this.#begin}\n` : ',\n';
    this.#isEmpty = false;
    // By line feeds alone: JSON leaves other separators of lines as they are, and they are part of the texts.
    return `${before}    ${JSON.stringify(toWritten(chat), undefined, 2).replaceAll('\n', '\n    ')}`;
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
  const schema = chatSchemas[head.output.version - 1];
  const file = schema && v.safeParse(v.object({ chats: v.array(schema) }), json);
  return file?.success === true ? file.output.chats : 'damaged';
}

/** Parts of a newer version are written as that wrote them. */
function toWritten(chat: ChatTree): object {
  const messages = chat.messages.map((stored) => {
    const { message } = stored;
    return { ...stored, message: { ...message, parts: message.parts.map(storedPart) } };
  });
  return { ...chat, messages };
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

function fromPlain(message: v.InferOutput<typeof plainMessageSchema>): ChatMessage {
  if (message.role === 'assistant') {
    const { text: said, reasoning, ...rest } = message;
    return { ...rest, parts: usualParts(said, reasoning), status: 'ended' };
  }
  const { text: said, attachments, ...rest } = message;
  return { ...rest, parts: [{ kind: 'text', text: [said, ...attachments.map(pieceText)].join('\n\n') }] };
}

function fromParts(message: v.InferOutput<typeof messageSchema>): ChatMessage {
  if (message.role === 'assistant') {
    return { ...message, status: 'ended' };
  }
  const texts = message.parts.flatMap((part) => {
    switch (part.kind) {
      case 'text':
        return [part.text];
      case 'attachment':
        return [pieceText(part.attachment)];
      case 'opaque':
        return [];
    }
  });
  const others = message.parts.filter((part) => part.kind === 'opaque');
  return { ...message, parts: [{ kind: 'text', text: texts.join('\n\n') }, ...others] };
}

/** Pieces of files become part of the text, where people see what goes to a model with their next message. */
function pieceText(piece: v.InferOutput<typeof pieceSchema>): string {
  return attachmentText({ ...piece, label: piece.label.replaceAll(/\s+/g, ' ') });
}
