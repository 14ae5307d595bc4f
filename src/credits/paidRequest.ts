// One paid request on its way: what it is for, and what is known of it by its events.
import type { ApiErrorKind, ChatRequest, TokenUsage, TurnEvent } from '../shared/gateway.ts';
import type { RequestEnd, RequestStart } from '../shared/ledger.ts';
import { estimateTokens } from '../shared/tokenEstimate.ts';
import type { Purpose } from './ports.ts';
import type { TokenCounts } from '../shared/modelFacts.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';

/** With these the gateway turned a request away, or it never got there: what failed like this before any answer was not charged. */
const refusals: ReadonlySet<string | undefined> = new Set<ApiErrorKind>([
  'bad-request',
  'invalid-key',
  'forbidden',
  'out-of-credit',
  'rate-limited',
  'unreachable',
  'certificate',
  'proxy',
  'server',
]);

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
  /** Every attempt that failed was refused. */
  #isAlwaysRefused = true;

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

  /** As far as they can be told without the gateway; undefined where nothing came. */
  get estimatedTokens(): TokenCounts | undefined {
    if (this.#usage) {
      return { cachedTokens: 0, ...this.#usage };
    }
    const hasAnswer = this.#firstTextMs !== undefined;
    const promptTokens = hasAnswer ? estimatePrompt(this.request) : 0;
    return hasAnswer ? { promptTokens, cachedTokens: 0, completionTokens: this.#receivedTokens } : undefined;
  }

  /** All attempts were turned away before anything came, so that nothing was charged. */
  get isRefused(): boolean {
    return this.#isAlwaysRefused && refusals.has(this.#outcome) && this.estimatedTokens === undefined;
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
        this.#isAlwaysRefused &&= refusals.has(kindOf(event.error));
        return;
      case 'turn-start':
        return;
    }
  }

  fail(error: unknown): void {
    this.#outcome = kindOf(error) ?? 'failed';
  }
}

/** The kind of a gateway's error; undefined for any other. */
function kindOf(error: unknown): string | undefined {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : undefined;
}
