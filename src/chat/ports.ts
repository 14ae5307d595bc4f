// What a chat needs from outside. Wired by hand in extension.ts; tests give fakes.
import type { Answer } from '../shared/chat.ts';
import type { ChatNews } from '../shared/chatNews.ts';
import type { TurnError } from '../shared/failure.ts';
import type { ChatHead, MessageToSave } from '../shared/history.ts';
import type { ApiErrorKind, TurnOutcome } from '../shared/gateway.ts';
import type { PartDelta } from '../shared/parts.ts';
import type { TurnClient } from '../turn/runTurn.ts';
import type { UnsavedChat } from './unsavedChats.ts';

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
  growAnswer(messageId: string, deltas: readonly PartDelta[]): Promise<void>;
}

/** Calls `job` after `delayMs`, unless the function that it returns is called first. */
export type Schedule = (job: () => void, delayMs: number) => () => void;

/** Who writes down what happens in a chat. */
interface Keeper {
  /** Resolves when the messages are kept, or cannot be for now. Never rejects. */
  save(head: ChatHead, messages: readonly MessageToSave[]): Promise<void>;
  grow(head: ChatHead, answer: Answer, delta: PartDelta): void;
  /** What of the chat is not known to be kept. */
  unsavedOf(chatId: string): UnsavedChat | undefined;
}

export interface ChatPorts {
  readonly client: () => Promise<TurnClient>;
  readonly settings: () => RequestSettings;
  readonly errors: ErrorDescriber;
  /** Called in the order of what happened, never concurrently. */
  readonly tell: (news: ChatNews) => void;
  readonly keeper: Keeper;
  /** Where new chats begin. */
  readonly workspace: () => ChatHead['workspace'];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly schedule: Schedule;
  readonly createId: () => string;
}
