// One paid request on its way: what it is for, and what its turn's record says about money.
import type { ApiErrorKind } from '../shared/gateway.ts';
import type { RequestEnd, RequestStart } from '../shared/ledger.ts';
import type { TokenCounts } from '../shared/modelFacts.ts';
import type { Purpose } from '../shared/purpose.ts';
import type { TurnRecord } from '../turn/turnRecord.ts';

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
  /** False where nothing could be written down. */
  readonly isKept: boolean;
  readonly record: TurnRecord;
}

export class PaidRequest {
  readonly start: RequestStart;
  readonly purpose: Purpose;
  readonly isKept: boolean;
  readonly record: TurnRecord;
  /** The client has been told to send it. */
  hasLeft = false;

  constructor({ start, purpose, isKept, record }: PaidRequestOptions) {
    this.start = start;
    this.purpose = purpose;
    this.isKept = isKept;
    this.record = record;
  }

  /** As the gateway told them; undefined also where attempts came before, whose tokens nobody tells. */
  get tokens(): TokenCounts | undefined {
    const { statedUsage, failedAttempts } = this.record;
    if (!statedUsage || failedAttempts.length > 0) {
      return undefined;
    }
    const { promptTokens, completionTokens, cachedTokens = 0 } = statedUsage;
    return { promptTokens, completionTokens, cachedTokens: Math.min(cachedTokens, promptTokens) };
  }

  /** As far as they can be told without the gateway; undefined where nothing came. */
  get estimatedTokens(): TokenCounts | undefined {
    const { usage } = this.record;
    return usage && { cachedTokens: 0, ...usage };
  }

  /** Nothing was charged: it never left, or all attempts were turned away before anything came. */
  get isRefused(): boolean {
    if (!this.hasLeft) {
      return true;
    }
    const { failedAttempts, failure } = this.record;
    const errors = [...failedAttempts, failure?.error];
    return errors.every((error) => refusals.has(kindOf(error))) && this.estimatedTokens === undefined;
  }

  get statedCost(): number | undefined {
    return this.record.statedUsage?.cost;
  }

  /** Whoever stopped reading has stopped the request. */
  get end(): Omit<RequestEnd, 'isAwaited'> {
    const { failure, outcome = 'stopped', statedUsage, firstPieceMs } = this.record;
    return {
      outcome: failure ? (kindOf(failure.error) ?? 'failed') : outcome,
      usage: statedUsage,
      firstTextMs: firstPieceMs,
    };
  }
}

/** The kind of a gateway's error; undefined for any other. */
function kindOf(error: unknown): string | undefined {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : undefined;
}
