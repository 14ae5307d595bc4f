// The record of one paid turn, kept from its events: when its first piece came, what it used, how it ended. Everyone reads this one.
import type { ChatRequest, TokenUsage, TurnEvent, TurnOutcome } from '../shared/gateway.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';
import { estimateTokens } from '../shared/tokenEstimate.ts';

/** What an answer consists of. A tool call is output of the model like its text, and is paid for. */
export type TurnPiece = Extract<TurnEvent, { readonly type: 'text-delta' | 'reasoning-delta' | 'tool-call' }>;

/** The wait before another attempt. */
export interface PendingRetry {
  /** The number of the coming attempt: the first retry is attempt 2. */
  readonly attempt: number;
  /** What is left of the wait, in milliseconds. */
  readonly delayMs: number;
  /** Why the attempt before it failed. */
  readonly error: Error;
}

export class TurnRecord {
  readonly request: ChatRequest;
  readonly startedAt: number;
  readonly #now: () => number;
  readonly #failedAttempts: Error[] = [];
  #firstPieceAt: number | undefined;
  #receivedTokens = 0;
  #statedUsage: TokenUsage | undefined;
  #retry: { readonly attempt: number; readonly error: Error; readonly at: number } | undefined;
  #outcome: TurnOutcome | undefined;
  #cause: Error | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** The turn starts now. `now`: monotonic milliseconds. */
  constructor(request: ChatRequest, now: () => number) {
    this.request = request;
    this.#now = now;
    this.startedAt = now();
  }

  /** When the first piece of the answer came, on the clock that was given; undefined before. */
  get firstPieceAt(): number | undefined {
    return this.#firstPieceAt;
  }

  /** Milliseconds from the start of the turn to the first piece of the answer. */
  get firstPieceMs(): number | undefined {
    return this.#firstPieceAt === undefined ? undefined : this.#firstPieceAt - this.startedAt;
  }

  /** Whether anything of the answer has come. */
  get hasBegun(): boolean {
    return this.#firstPieceAt !== undefined;
  }

  /** As the gateway told, for the attempt that was answered. */
  get statedUsage(): TokenUsage | undefined {
    return this.#statedUsage;
  }

  /** As the gateway told, else as estimated from what has come; undefined where nothing has. */
  get usage(): TokenUsage | undefined {
    return this.#statedUsage ?? (this.hasBegun ? this.#estimatedUsage() : undefined);
  }

  /** Why each attempt failed that another one followed. */
  get failedAttempts(): readonly Error[] {
    return this.#failedAttempts;
  }

  /** Undefined where no wait is under way. */
  get pendingRetry(): PendingRetry | undefined {
    if (this.#retry === undefined) {
      return undefined;
    }
    const { attempt, error, at } = this.#retry;
    return { attempt, delayMs: Math.max(0, at - this.#now()), error };
  }

  /** Undefined before the end, and where the turn failed. */
  get outcome(): TurnOutcome | undefined {
    return this.#outcome;
  }

  /** What cut the answer off, where that is known. */
  get cause(): Error | undefined {
    return this.#cause;
  }

  /** What was thrown instead of an end. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  take(event: TurnEvent): void {
    if (event.type === 'retry') {
      const { attempt, delayMs, error } = event;
      this.#failedAttempts.push(error);
      this.#retry = { attempt: attempt + 1, error, at: this.#now() + delayMs };
      return;
    }
    this.#retry = undefined;
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        this.#receive(event.text);
        return;
      case 'tool-call':
        this.#receive(event.name + event.arguments);
        return;
      case 'usage':
        this.#statedUsage = event.usage;
        return;
      case 'turn-end':
        this.#outcome = event.outcome;
        this.#cause = event.error;
        return;
      case 'turn-start':
        return;
    }
  }

  /** The stream is over. One that did not say how it ended was stopped by whoever asked, or cut off. */
  end({ aborted }: AbortSignal): void {
    this.#retry = undefined;
    this.#outcome ??= aborted ? 'stopped' : 'cut-off';
  }

  /** The stream threw. For whoever has stopped it that is no failure but the end that was wanted. */
  fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) {
      this.end(signal);
      return;
    }
    this.#retry = undefined;
    this.#outcome = undefined;
    this.#cause = undefined;
    this.#failure = { error };
  }

  #receive(output: string): void {
    this.#firstPieceAt ??= this.#now();
    this.#receivedTokens += estimateTokens(output);
  }

  #estimatedUsage(): TokenUsage {
    const promptTokens = estimatePrompt(this.request);
    return { promptTokens, completionTokens: this.#receivedTokens, isEstimated: true };
  }
}
