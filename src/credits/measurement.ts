// From readings of the balance after a request to what the request cost. Pure.
import type { Cost, CostDoubt } from '../shared/credits.ts';
import type { LearnedPrice, TokenCounts } from '../shared/modelFacts.ts';

/**
 * When the balance is read after a request, in milliseconds since the reading before: at once, and where that does not settle it
 * again later, since gateways may charge late: fifteen seconds at most. What is charged later counts as spent by somebody else.
 */
export const readingDelaysMs = [0, 1_000, 2_000, 4_000, 8_000] as const;

/** A price that is not exact says no before so many requests to nothing, and later to what is further off than so many times its uncertainty. */
const enoughSamples = 8;
/** A hundredth of a credit. */
const coarseStepMicros = 10_000;
const farOff = 3;

export interface Evidence {
  /** The balance at rest before the request, in micros. */
  readonly baseMicros: number;
  /** The readings after it, in micros, in their order; one at least. */
  readonly readings: readonly number[];
  /** As the gateway told them. */
  readonly tokens: TokenCounts | undefined;
  /** As far as they can be told without the gateway; undefined where nothing came. */
  readonly received: TokenCounts | undefined;
  readonly price: LearnedPrice | undefined;
}

export type Judgement =
  | { readonly kind: 'read-again' }
  /** `isAtRest`: the last reading can be the base for the next request. */
  | {
      readonly kind: 'settled';
      readonly cost: Cost;
      readonly differenceMicros?: number;
      readonly isAtRest: boolean;
    };

/** What the readings say of a request that ran alone. After the last reading of `readingDelaysMs` it is always settled. */
export function judge(evidence: Evidence): Judgement {
  const { baseMicros, readings, tokens, price } = evidence;
  const difference = baseMicros - (readings.at(-1) ?? baseMicros);
  const isAtRest = readings.length > 1 && readings.at(-1) === readings.at(-2);
  const isLast = readings.length >= readingDelaysMs.length;
  if (tokens && price?.agrees(tokens, difference)) {
    return {
      kind: 'settled',
      // Rounded charges and rounded balances look alike, and of the latter the difference is not just what was charged.
      cost: price.stepMicros > 1 ? estimateCost(tokens, price, 'rounded') : { source: 'measured', micros: difference },
      differenceMicros: difference,
      isAtRest: true,
    };
  }
  if (isAtRest && isFinal(evidence, difference)) {
    return settle(evidence, difference);
  }
  if (!isLast) {
    return { kind: 'read-again' };
  }
  return isAtRest
    ? settle(evidence, difference)
    : { kind: 'settled', cost: estimateCost(tokens, price, 'unsettled'), isAtRest: false };
}

/** What a request cost by the learned price, where it could not be measured. */
export function estimateCost(tokens: TokenCounts | undefined, price: LearnedPrice | undefined, doubt: CostDoubt): Cost {
  return tokens && price
    ? { source: 'about', micros: Math.round(price.predict(tokens).micros), doubt }
    : { source: 'unknown', doubt };
}

/** A balance at rest that tells all it can; one that contradicts an exact price, or has not fallen, may only be late. */
function isFinal({ tokens, received, price }: Evidence, difference: number): boolean {
  if (tokens === undefined) {
    return difference !== 0 || received === undefined;
  }
  return difference > 0 && !contradicts(price, tokens, difference);
}

function settle(evidence: Evidence, difference: number): Judgement {
  const { tokens, received, price } = evidence;
  const isAtRest = true;
  if (difference < 0) {
    // The account was topped up meanwhile.
    return { kind: 'settled', cost: estimateCost(tokens, price, 'disagreement'), isAtRest };
  }
  if (tokens === undefined && received !== undefined && difference === 0) {
    return { kind: 'settled', cost: estimateCost(received, price, 'unsettled'), isAtRest };
  }
  if (tokens === undefined) {
    const isSure = price === undefined || difference === 0;
    const cost: Cost = isSure
      ? { source: 'unconfirmed', micros: difference }
      : { source: 'about', micros: difference, doubt: 'no-tokens' };
    return { kind: 'settled', cost, isAtRest };
  }
  const cost = costOf(tokens, price, difference);
  // Whatever it is called, a changed price would be learned from it.
  return {
    kind: 'settled',
    cost:
      cost.source === 'unconfirmed' && isCoarse(evidence)
        ? { source: 'about', micros: difference, doubt: 'rounded' }
        : cost,
    differenceMicros: difference,
    isAtRest,
  };
}

function costOf(tokens: TokenCounts, price: LearnedPrice | undefined, difference: number): Cost {
  if (contradicts(price, tokens, difference)) {
    return estimateCost(tokens, price, 'disagreement');
  }
  return difference === 0 && tokens.promptTokens + tokens.completionTokens > 0
    ? // It may be free; or not charged yet.
      { source: 'unknown', doubt: 'unsettled' }
    : { source: 'unconfirmed', micros: difference };
}

/** Whether the balance is told in hundredths at best, so that a difference is off by as much as that. */
function isCoarse({ baseMicros, readings }: Evidence): boolean {
  return [baseMicros, ...readings].every((micros) => micros % coarseStepMicros === 0);
}

/** Whether the price is known well enough to say that it was not this. */
function contradicts(price: LearnedPrice | undefined, tokens: TokenCounts, difference: number): boolean {
  if (!price) {
    return false;
  }
  if (price.isExact) {
    return !price.agrees(tokens, difference);
  }
  const { micros, uncertaintyMicros } = price.predict(tokens);
  return price.samples >= enoughSamples && Math.abs(micros - difference) > farOff * uncertaintyMicros;
}
