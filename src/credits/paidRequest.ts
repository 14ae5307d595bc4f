// One paid request on its way: what it is for, and what is known of it by its events.
import type { ChatRequest, TokenUsage, TurnEvent } from '../shared/gateway.ts';
import type { RequestEnd, RequestStart } from '../shared/ledger.ts';
import { estimateTokens } from '../shared/tokenEstimate.ts';
import type { Purpose } from './ports.ts';
import type { TokenCounts } from './priceLearning.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';

interface PaidRequestOptions {
  readonly start: RequestStart;
  readonly purpose: Purpose;
  readonly request: ChatRequest;
  /** False where nothing could be written down. */
  readonly isKept: boolean;
  readonly startedAt: number;
}

export class PaidRequest {
  readonly start: RequestStart;
  readonly purpose: Purpose;
  readonly request: ChatRequest;
  readonly isKept: boolean;
  readonly #startedAt: number;
  #firstTextMs: number | undefined;
  #usage: TokenUsage | undefined;
  #outcome: string | undefined;
  #receivedTokens = 0;
  #hasRetried = false;

  constructor({ start, purpose, request, isKept, startedAt }: PaidRequestOptions) {
    this.start = start;
    this.purpose = purpose;
    this.request = request;
    this.isKept = isKept;
    this.#startedAt = startedAt;
  }

  /** As the gateway told them; undefined also where attempts came before, whose tokens nobody tells. */
  get tokens(): TokenCounts | undefined {
    if (!this.#usage || this.#hasRetried) {
      return undefined;
    }
    const { promptTokens, completionTokens, cachedTokens = 0 } = this.#usage;
    return { promptTokens, completionTokens, cachedTokens: Math.min(cachedTokens, promptTokens) };
  }

  /** As far as they can be told without the gateway. A request that failed before any answer is taken as not charged. */
  get estimatedTokens(): TokenCounts | undefined {
    if (this.#usage) {
      return { cachedTokens: 0, ...this.#usage };
    }
    const hasAnswer = this.#firstTextMs !== undefined;
    const promptTokens = hasAnswer ? estimatePrompt(this.request) : 0;
    return hasAnswer ? { promptTokens, cachedTokens: 0, completionTokens: this.#receivedTokens } : undefined;
  }

  get statedCost(): number | undefined {
    return this.#usage?.cost;
  }

  get end(): RequestEnd {
    return { outcome: this.#outcome ?? 'stopped', usage: this.#usage, firstTextMs: this.#firstTextMs };
  }

  take(event: TurnEvent, now: number): void {
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        this.#firstTextMs ??= now - this.#startedAt;
        this.#receivedTokens += estimateTokens(event.text);
        return;
      case 'tool-call':
        this.#receivedTokens += estimateTokens(event.arguments);
        return;
      case 'usage':
        this.#usage = event.usage;
        return;
      case 'turn-end':
        this.#outcome = event.outcome;
        return;
      case 'retry':
        this.#hasRetried = true;
        return;
      case 'turn-start':
        return;
    }
  }

  fail(error: unknown): void {
    const kind = error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : 'failed';
    this.#outcome = kind;
  }
}
