// The request under way for one answer: its pieces on their way, its times, and the wait before another attempt.
import type { Answer } from '../shared/chat.ts';
import type { RetryPlan } from '../shared/failure.ts';
import type { ChatRequest, TokenUsage, TurnEvent, TurnOutcome } from '../shared/gateway.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';
import { estimateTokens } from '../shared/tokenEstimate.ts';
import type { AnswerTimes } from './answerState.ts';
import { DeltaBatcher } from './deltaBatcher.ts';
import type { AnswerDelta, Schedule } from './ports.ts';
import { Seam } from './seam.ts';

/** What stands between the reasoning of two requests. */
const paragraphBreak = '\n\n';

interface TurnOptions {
  /** New, or as far as earlier requests have brought it. */
  readonly answer: Answer;
  /** What the answer was before this request, which continues or replaces it. */
  readonly previous: Answer | undefined;
  readonly request: ChatRequest;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly schedule: Schedule;
  readonly deliver: (turn: ActiveTurn, delta: AnswerDelta) => void;
}

/** Whoever creates it calls `close` at the end of the answer, then `markEnded`. */
export class ActiveTurn {
  readonly answerId: string;
  readonly previous: Answer | undefined;
  readonly abort = new AbortController();
  outcome: TurnOutcome | undefined;
  /** What cut the answer off. */
  cause: Error | undefined;
  readonly #ended = Promise.withResolvers<undefined>();
  readonly #now: () => number;
  readonly #batcher: DeltaBatcher;
  readonly #seam: Seam;
  readonly #startedAt: number;
  readonly #request: ChatRequest;
  /** What reasoning took in earlier requests, in milliseconds. */
  readonly #reasonedMs: number;
  #reasoningBreak: string;
  #usage: TokenUsage | undefined;
  #receivedTokens = 0;
  #firstPieceAt: number | undefined;
  #retry: { readonly plan: RetryPlan; readonly until: number } | undefined;

  constructor({ answer, previous, request, now, schedule, deliver }: TurnOptions) {
    this.#request = request;
    this.answerId = answer.id;
    this.previous = previous;
    this.#now = now;
    this.#startedAt = now();
    this.#batcher = new DeltaBatcher((delta) => deliver(this, delta), schedule);
    this.#seam = new Seam(answer.text);
    this.#reasonedMs = answer.reasoningMs ?? 0;
    this.#reasoningBreak = answer.reasoning === '' ? '' : paragraphBreak;
  }

  /** Settles when the turn is over; never rejects. */
  get ended(): Promise<undefined> {
    return this.#ended.promise;
  }

  get isContinuation(): boolean {
    return this.previous?.id === this.answerId;
  }

  /** As the gateway told, else as estimated from what came; undefined where nothing did. */
  get usage(): TokenUsage | undefined {
    const estimated = (): TokenUsage => ({
      promptTokens: estimatePrompt(this.#request),
      completionTokens: this.#receivedTokens,
      isEstimated: true,
    });
    return this.#usage ?? (this.hasBegun ? estimated() : undefined);
  }

  /** Whether anything of the answer has come with this request. */
  get hasBegun(): boolean {
    return this.#firstPieceAt !== undefined;
  }

  get times(): AnswerTimes {
    const now = this.#now();
    return {
      elapsed: now - this.#startedAt,
      reasoning: this.#reasonedMs + now - (this.#firstPieceAt ?? now),
    };
  }

  /** The wait before the next attempt, with what is left of it. */
  get pendingRetry(): RetryPlan | undefined {
    return this.#retry && { ...this.#retry.plan, delayMs: Math.max(0, this.#retry.until - this.#now()) };
  }

  take(event: Exclude<TurnEvent, { type: 'retry' }>): void {
    switch (event.type) {
      case 'text-delta':
        this.#begin();
        this.#receivedTokens += estimateTokens(event.text);
        this.#batcher.addText(this.#seam.push(event.text));
        return;
      case 'reasoning-delta':
        this.#begin();
        this.#receivedTokens += estimateTokens(event.text);
        this.#batcher.addReasoning(this.#reasoningBreak + event.text);
        this.#reasoningBreak = '';
        return;
      case 'usage':
        this.#usage = event.usage;
        return;
      case 'turn-end':
        this.outcome = event.outcome;
        this.cause = event.error;
        return;
      case 'turn-start':
      case 'tool-call':
        return;
    }
  }

  scheduleRetry(plan: RetryPlan): void {
    this.#retry = { plan, until: this.#now() + plan.delayMs };
  }

  /** Delivers what has come so far. */
  flush(): void {
    this.#batcher.flush();
  }

  /** Nothing more comes: delivers all that is left. */
  close(): void {
    this.#batcher.addText(this.#seam.end());
    this.#batcher.flush();
  }

  markEnded(): void {
    this.#ended.resolve(undefined);
  }

  #begin(): void {
    this.#firstPieceAt ??= this.#now();
    this.#retry = undefined;
  }
}
