// Converts a conversation of another extension into a chat without branches.
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

/** Hexadecimal digits: 128 bits of a hash are enough that no two texts collide. */
const hashLength = 32;

/** An id for a chat that its extension gives none: equal texts get equal ids. */
export function idByText(extension: string, text: string): string {
  return `${extension}-${hash('sha256', text).slice(0, hashLength)}`;
}

/**
 * An id from the extension's own id, cut to 100 characters. Lone surrogates and control characters are replaced, because our export format
 * allows none in ids.
 */
export function foreignId(extension: string, name: string): string {
  return `${extension}-${name.slice(0, 100).replaceAll(/[\p{Cc}\p{Cs}]/gu, '-')}`;
}

/** Undefined if no message has text. */
export function toTree(chat: ForeignChat): ChatTree | undefined {
  const model = chat.model ?? '';
  // Our export format allows no lone surrogates and no control characters in ids.
  const id = chat.id.replaceAll(/[\p{Cc}\p{Cs}]/gu, '-');
  const messages = chat.messages
    .filter(({ text }) => text.trim() !== '')
    .map((message, index) => toMessage(message, messageId(id, index, message), model));
  const last = messages.at(-1);
  if (!last) {
    return undefined;
  }
  const { workspace } = chat;
  // Some file systems report fractions of a millisecond.
  const createdAt = Math.floor(chat.createdAt);
  return {
    summary: {
      id,
      title: chat.title ?? chatTitle(messages),
      ...(workspace === undefined ? {} : { workspace: { id: workspace, name: workspace.split(/[\\/]/).at(-1) ?? '' } }),
      // The foreign model's name only labels the answers; opening the chat must not select it for new messages.
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

/** The text of a message's content, which is a string or an array of parts; parts other than text are left out. */
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

/**
 * Includes the text: a conversation that has grown keeps the ids of its earlier messages, and another conversation of the same name shares
 * none.
 */
function messageId(chatId: string, index: number, { role, text }: ForeignMessage): string {
  return `${chatId}-${index}-${hash('sha256', `${role}\n${text}`).slice(0, hashLength)}`;
}

function toMessage({ role, text: whole }: ForeignMessage, id: string, model: string): ChatMessage {
  const text = cutText(whole, limits.import.text);
  return role === 'user'
    ? { id, role, parts: [{ kind: 'text', text }] }
    : { id, role, model, parts: [{ kind: 'text', text }], status: 'ended', outcome: 'stop' };
}
