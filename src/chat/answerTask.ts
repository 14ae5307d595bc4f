// What a chat is asked to do: a message with what travels with it, and the request for an answer.
import type { Answer } from '../shared/chat.ts';
import type { Feature } from '../shared/credits.ts';
import type { ChatRequest } from '../shared/gateway.ts';
import type { MessageToSave } from '../shared/history.ts';
import type { Attachment } from '../shared/parts.ts';

export interface MessageExtras {
  /** Of the message; a new one unless given. */
  readonly id: string;
  readonly attachments: readonly Attachment[];
  readonly feature: Feature;
}

/** What the user wants to be different about one request. */
export interface Wish {
  /** It goes out whatever the budgets say. */
  readonly isApproved?: boolean;
  /** The most tokens of the answer, for what the account can still pay. */
  readonly maxTokens?: number;
}

/** One request for an answer. */
export interface AnswerTask extends Wish {
  readonly request: ChatRequest;
  readonly toSave: readonly MessageToSave[];
  /** What the answer continues or replaces. */
  readonly previous?: Answer;
  readonly feature?: Feature;
}

export interface NewAnswer extends Omit<AnswerTask, 'request' | 'toSave'> {
  readonly model: string;
  /** What is saved with it. */
  readonly before: readonly MessageToSave[];
  readonly place: MessageToSave['place'];
}

/** The limit, only where there is one: it replaces that of the settings. */
export function limitOf({ maxTokens }: Wish): Pick<Wish, 'maxTokens'> {
  return maxTokens === undefined ? {} : { maxTokens };
}
