// What a chat needs from outside. Wired by hand in extension.ts; tests give fakes.
import type { Answer, ChatMessage } from '../shared/chat.ts';
import type { RetryPlan, TurnError } from '../shared/failure.ts';
import type { Cost } from '../shared/credits.ts';
import type { ChatHead, MessageToSave } from '../shared/history.ts';
import type { ApiErrorKind, TurnOutcome } from '../shared/gateway.ts';
import type { TurnClient } from '../turn/runTurn.ts';

/** Settings of the requests, read anew for each one. What is undefined is not sent. */
export interface RequestSettings {
  readonly systemPrompt: string;
  readonly maxTokens?: number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly stop?: readonly string[] | undefined;
}

/** Tells what of a failure, or of an ending that is not a good one, is worth keeping, and which remedies mend it. */
export interface ErrorDescriber {
  /** `model`: of the answer that failed. */
  describeFailure(error: unknown, model?: string): TurnError;
  /** undefined where the ending needs no words. `cause`: what cut the answer off, where that is known. */
  describeOutcome(outcome: TurnOutcome, cause?: Error): TurnError | undefined;
  /** Why the request is made again. */
  describeRetry(error: Error): ApiErrorKind;
  /** For an answer whose window went away before its end. */
  describeInterruption(): TurnError;
}

/** Where chats are kept; the calls take effect in their order. */
export interface KeeperStore {
  saveMessages(head: ChatHead, messages: readonly MessageToSave[]): Promise<void>;
  growAnswer(messageId: string, text: string, reasoning: string): Promise<void>;
}

/** Calls `job` after `delayMs`, unless the function that it returns is called first. */
export type Schedule = (job: () => void, delayMs: number) => () => void;

/** Who is told what happens in a chat. Called in order, never concurrently. */
export interface ChatListener {
  chatOpened(chatId: string, messages: readonly ChatMessage[]): void;
  messageChanged(chatId: string, message: ChatMessage): void;
  messageRemoved(chatId: string, messageId: string): void;
  answerGrew(chatId: string, messageId: string, delta: AnswerDelta): void;
  retryScheduled(chatId: string, messageId: string, retry: RetryPlan): void;
  /** What an answer cost, with all its requests. It may come long after its end. */
  costSettled(chatId: string, messageId: string, cost: Cost): void;
}

export interface AnswerDelta {
  readonly text: string;
  readonly reasoning: string;
}

/** Who writes down what happens in a chat. */
interface Keeper {
  /** Resolves when the messages are kept, or cannot be for now. Never rejects. */
  save(head: ChatHead, messages: readonly MessageToSave[]): Promise<void>;
  grow(head: ChatHead, answer: Answer, delta: AnswerDelta): void;
  /** True while the message, as it was given last, is not kept yet. */
  isPending(messageId: string): boolean;
}

export interface ChatPorts {
  readonly client: () => Promise<TurnClient>;
  readonly settings: () => RequestSettings;
  readonly errors: ErrorDescriber;
  readonly listener: ChatListener;
  readonly keeper: Keeper;
  /** Where new chats begin. */
  readonly workspace: () => ChatHead['workspace'];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  readonly schedule: Schedule;
  readonly createId: () => string;
}
