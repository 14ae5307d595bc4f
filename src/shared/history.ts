// Kept chats as both bundles see them: what a list shows of a chat, how its messages hang together, and what a search finds.
import * as v from 'valibot';
import type { ChatMessage } from './chat.ts';

/** A chat without its messages. Times are milliseconds since 1970. */
const chatSummarySchema = v.object({
  id: v.string(),
  title: v.string(),
  /** The workspace in which it began. */
  workspace: v.exactOptional(v.object({ id: v.string(), name: v.string() })),
  model: v.string(),
  isPinned: v.boolean(),
  createdAt: v.number(),
  /** When its last message began or ended. */
  updatedAt: v.number(),
  /** Set while it is in the trash. */
  deletedAt: v.exactOptional(v.number()),
  /** Credits of its answers, as far as they are known, in millionths. */
  costMicros: v.exactOptional(v.number()),
});

export type ChatSummary = v.InferOutput<typeof chatSummarySchema>;

/** A chat that a search found, with the newest place in it that matches. */
export const searchHitSchema = v.object({
  chat: chatSummarySchema,
  /** Missing where only the title matches. */
  messageId: v.exactOptional(v.string()),
  /** One line around the match. */
  excerpt: v.string(),
  /** Where the match is in the excerpt, in UTF-16 units; missing where only the title matches. */
  match: v.exactOptional(v.object({ start: v.number(), end: v.number() })),
});

export type SearchHit = v.InferOutput<typeof searchHitSchema>;

/** A message with its place in the tree of its chat. */
export interface StoredMessage {
  readonly message: ChatMessage;
  readonly parentId: string | undefined;
  readonly createdAt: number;
  /** True for an answer that some window is still writing. */
  readonly isGrowing: boolean;
}

/** A chat with all its branches. */
export interface ChatTree {
  readonly summary: ChatSummary;
  /** In the order in which they were made. */
  readonly messages: readonly StoredMessage[];
  /** The message that ends the branch in sight. */
  readonly leafId: string | undefined;
}

/** What a list holds. */
export interface ChatFilter {
  /** Only chats that began there. */
  readonly workspaceId?: string | undefined;
  /** The trash, instead of what is not in it. */
  readonly isDeleted: boolean;
}

/** What is known of a chat by the window that writes it. */
export interface ChatHead {
  readonly id: string;
  /** Made from the first message; a name that the user gave stays. */
  readonly title: string;
  readonly model: string;
  readonly workspace?: { readonly id: string; readonly name: string } | undefined;
}

export interface MessageToSave {
  readonly message: ChatMessage;
  /**
   * Where a new message goes. `next`: behind the end of the branch in sight, whichever window has written that. `after`: beside what
   * follows the message named; the branch in sight then ends with it, be it new or known.
   */
  readonly place: 'next' | { readonly after: string | undefined };
}

export interface ListRequest extends ChatFilter {
  readonly limit: number;
  /** Chats to leave out at the beginning. */
  readonly offset: number;
}

export interface SearchRequest extends ChatFilter {
  readonly query: string;
  /** Chats. */
  readonly limit: number;
}

/** Why chats cannot be kept at the moment. `newer`: another window runs a newer version of the extension. */
export type StoreProblem = 'newer' | 'full' | 'read-only' | 'busy' | 'broken';
