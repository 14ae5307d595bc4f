// A conversation of another extension as one of ours: a plain line of messages.
import { hash } from 'node:crypto';
import type { ChatMessage } from '../../shared/chat.ts';
import { chatTitle } from '../../shared/chatTitle.ts';
import type { ChatTree } from '../../shared/history.ts';
import { isArray, isRecord, readString } from '../../shared/json.ts';
import { cutText, limits } from '../../shared/limits.ts';

interface ForeignMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface ForeignChat {
  readonly id: string;
  readonly title: string | undefined;
  readonly model: string | undefined;
  readonly workspace: string | undefined;
  readonly createdAt: number;
  readonly messages: readonly ForeignMessage[];
}

/** Enough of a hash that no two texts have the same. */
const hashLength = 32;

/** Of a chat that its own extension does not name: the same for the same text only. */
export function idByText(extension: string, text: string): string {
  return `${extension}-${hash('sha256', text).slice(0, hashLength)}`;
}

/** Of a chat: what its own extension calls it, with another character for half pairs and control characters, as our own files have none in ids. */
export function foreignId(extension: string, name: string): string {
  return `${extension}-${name.slice(0, 100).replaceAll(/[\p{Cc}\p{Cs}]/gu, '-')}`;
}

/** Undefined for a chat in which nothing was said. */
export function toTree(chat: ForeignChat): ChatTree | undefined {
  const model = chat.model ?? '';
  // Another character for half pairs and control characters, as our own files have none in ids.
  const id = chat.id.replaceAll(/[\p{Cc}\p{Cs}]/gu, '-');
  const messages = chat.messages
    .filter(({ text }) => text.trim() !== '')
    .map((message, index) => toMessage(message, messageId(id, index, message), model));
  const last = messages.at(-1);
  if (!last) {
    return undefined;
  }
  const { workspace } = chat;
  // Some file systems tell parts of a millisecond.
  const createdAt = Math.floor(chat.createdAt);
  return {
    summary: {
      id,
      title: chat.title ?? chatTitle(messages),
      ...(workspace === undefined ? {} : { workspace: { id: workspace, name: workspace.split(/[\\/]/).at(-1) ?? '' } }),
      // A note below each answer: opening the chat selects none.
      model: '',
      isPinned: false,
      createdAt,
      updatedAt: createdAt,
    },
    messages: messages.map((message, index) => ({
      message,
      parentId: messages[index - 1]?.id,
      createdAt: createdAt + index,
      isGrowing: false,
    })),
    leafId: last.id,
  };
}

/** The text of a message that is a string, or an array of parts of which some are text. */
export function textOfContent(content: unknown): string {
  if (typeof content === 'string') {
    return content;
  }
  const parts = isArray(content) ? content : [];
  return parts
    .map((part) => (isRecord(part) && part['type'] === 'text' ? (readString(part, 'text') ?? '') : ''))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** By its text, too: a conversation that has grown keeps those that it had, and another of the same name takes none of them. */
function messageId(chatId: string, index: number, { role, text }: ForeignMessage): string {
  return `${chatId}-${index}-${hash('sha256', `${role}\n${text}`).slice(0, hashLength)}`;
}

function toMessage({ role, text: whole }: ForeignMessage, id: string, model: string): ChatMessage {
  const text = cutText(whole, limits.import.text);
  return role === 'user'
    ? { id, role, parts: [{ kind: 'text', text }] }
    : { id, role, model, parts: [{ kind: 'text', text }], status: 'ended', outcome: 'stop' };
}
