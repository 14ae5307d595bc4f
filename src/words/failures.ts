// Collects the facts of a failure, to be stored and shown, and chooses its remedies.
import { BudgetHeldError } from '../shared/budgetHeld.ts';
import { failureCodes, type TurnError } from '../shared/failure.ts';
import { isGatewayFailure, type ApiErrorKind, type GatewayFailure, type TurnOutcome } from '../shared/gateway.ts';
import type { RemedyId } from './remedies.ts';

const remediesByKind: Readonly<Record<ApiErrorKind, readonly RemedyId[]>> = {
  'bad-request': ['retry', 'choose-model'],
  'invalid-key': ['set-api-key'],
  'out-of-credit': ['top-up', 'choose-model'],
  forbidden: ['choose-model'],
  'rate-limited': ['retry'],
  server: ['retry'],
  unreachable: ['diagnose', 'retry'],
  certificate: ['diagnose', 'retry'],
  proxy: ['diagnose', 'retry'],
  timeout: ['diagnose', 'retry'],
  empty: ['retry', 'choose-model'],
};

/** The most milliseconds that the client itself waits before a retry; the end of a longer wait is told to the user. */
const longestWaitMs = 60_000;

/** The latest time that a Date can hold, in milliseconds since the epoch: the wait that a gateway asks for has no bounds. */
const latestTime = 8.64e15;

/** Fewer tokens are too few for an answer. */
const leastTokens = 16;

/** Facts that the failure itself does not contain. */
export interface FailurePorts {
  /** The last known balance, with its unit. */
  balance(): { readonly remaining: number; readonly unit: string } | undefined;
  /** The id of a model that costs clearly less, by the learned prices. */
  cheaperThan(model: string): string | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

export class Failures {
  readonly #ports: FailurePorts;

  constructor(ports: FailurePorts) {
    this.#ports = ports;
  }

  /** The facts of a request that threw `error`. `model` is that of the answer that failed, where one was wanted. */
  describeFailure(error: unknown, model?: string): TurnError {
    if (isOverdue(error)) {
      return { kind: 'timeout', actions: [...remediesByKind.timeout] };
    }
    if (error instanceof BudgetHeldError) {
      return { kind: 'over-budget', hold: error.hold, actions: ['continue-once', 'raise-budget'] };
    }
    if (!isGatewayFailure(error)) {
      const detail = error instanceof Error ? error.message : String(error);
      return { kind: 'server', code: failureCodes.internal, detail, actions: ['retry'] };
    }
    const { kind, code, status, requestId, retryAfterMs } = error;
    const detail = detailOf(error);
    return {
      kind,
      // A gateway may use a name of ours: this fault is its own.
      ...(code === undefined || code === failureCodes.internal ? {} : { code }),
      ...(status === undefined ? {} : { status }),
      ...(detail === '' ? {} : { detail }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...this.#retryTime(error),
      ...(kind === 'out-of-credit' ? this.#waysOut(error, model) : { actions: [...remediesByKind[kind]] }),
    };
  }

  /**
   * The facts of an answer's end; undefined where the user needs no explanation. `cause` is what cut the answer off, where that is known.
   */
  describeOutcome(outcome: TurnOutcome, cause?: Error): TurnError | undefined {
    switch (outcome) {
      case 'cut-off': {
        const code = isGatewayFailure(cause) ? cause.code : undefined;
        const isTelling = code === failureCodes.tooLong || code === failureCodes.silence;
        return { kind: 'cut-off', ...(isTelling ? { code } : {}), actions: ['continue', 'retry'] };
      }
      case 'length':
        return { kind: 'length', actions: ['continue'] };
      case 'content-filter':
        return { kind: 'content-filter', actions: [] };
      case 'stop':
      case 'stopped':
      case 'tool-calls':
        return undefined;
    }
  }

  /** The facts of an answer whose window closed before its end. */
  describeInterruption(): TurnError {
    return { kind: 'cut-off', code: failureCodes.interrupted, actions: ['continue', 'retry'] };
  }

  /** Why a request is retried. */
  describeRetry(error: Error): ApiErrorKind {
    return isGatewayFailure(error) ? error.kind : 'server';
  }

  /** The facts and remedies of an account that lacks credit. */
  #waysOut(
    { affordableTokens = 0 }: GatewayFailure,
    model: string | undefined,
  ): Partial<TurnError> & Pick<TurnError, 'actions'> {
    const balance = this.#ports.balance();
    const cheaperModel = model === undefined ? undefined : this.#ports.cheaperThan(model);
    const canAfford = affordableTokens >= leastTokens;
    return {
      ...(balance === undefined ? {} : { balance: { remaining: balance.remaining, unit: balance.unit } }),
      ...(canAfford ? { affordableTokens } : {}),
      ...(cheaperModel === undefined ? {} : { cheaperModel }),
      actions: [
        'top-up',
        ...(canAfford ? ['fewer-tokens' as const] : []),
        ...(cheaperModel === undefined ? [] : ['cheaper-model' as const]),
        'choose-model',
      ] satisfies readonly RemedyId[],
    };
  }

  /** When the gateway accepts requests again; missing where the client itself waits that long. */
  #retryTime({ kind, retryAfterMs }: GatewayFailure): Pick<TurnError, 'retryAt'> {
    const retryAt = this.#ports.now() + (retryAfterMs ?? 0);
    const isFar = kind === 'rate-limited' && retryAfterMs !== undefined && retryAfterMs > longestWaitMs;
    return isFar && retryAt <= latestTime ? { retryAt } : {};
  }
}

/** What the gateway or the network said; empty where the sentence already says it. */
function detailOf(error: GatewayFailure): string {
  // There is nothing to add to an empty answer, or to one that was too long and not read. `verification-off` is explained by its layer.
  const isToldElsewhere =
    error.kind === 'empty' || error.code === failureCodes.tooLong || error.code === 'verification-off';
  return isToldElsewhere ? '' : error.message;
}

/** True for a request that we ended ourselves because it took too long. */
function isOverdue(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
