// Judges readings of the balance after a request: what the request cost. Pure.
import type { Cost, CostDoubt } from '../shared/credits.ts';
import type { LearnedPrice, TokenCounts } from '../shared/modelFacts.ts';

/**
 * When the balance is read after a request, in milliseconds since the previous reading: at once, and if that does not settle the cost,
 * again later, since gateways may charge late; fifteen seconds at most. A later charge counts as spending by another program.
 */
export const readingDelaysMs = [0, 1_000, 2_000, 4_000, 8_000] as const;

/**
 * An approximate price contradicts a difference only after this many samples, and only if the difference is off by more than this many
 * times its uncertainty.
 */
const enoughSamples = 8;
/** Micros: a hundredth of a credit. */
const coarseStepMicros = 10_000;
const farOff = 3;

export interface Evidence {
  /** The stable balance before the request, in micros. */
  readonly baseMicros: number;
  /** The readings after the request, in micros, oldest first; at least one. */
  readonly readings: readonly number[];
  /** Token counts as the gateway reported them. */
  readonly tokens: TokenCounts | undefined;
  /** Token counts as estimated from the request and the answer; undefined if no answer came. */
  readonly received: TokenCounts | undefined;
  readonly price: LearnedPrice | undefined;
}

export type Judgement =
  | { readonly kind: 'read-again' }
  /** `isAtRest`: the last reading can be the baseline of the next request. `differenceMicros`: a sample for learning the price. */
  | {
      readonly kind: 'settled';
      readonly cost: Cost;
      readonly differenceMicros?: number;
      readonly isAtRest: boolean;
    };

/** Judges a request that ran alone. After the last reading of `readingDelaysMs` the result is always `settled`. */
export function judge(evidence: Evidence): Judgement {
  const { baseMicros, readings, tokens, price } = evidence;
  const difference = baseMicros - (readings.at(-1) ?? baseMicros);
  const isAtRest = readings.length > 1 && readings.at(-1) === readings.at(-2);
  const isLast = readings.length >= readingDelaysMs.length;
  if (tokens && price?.agrees(tokens, difference)) {
    return {
      kind: 'settled',
      // Rounded charges and rounded balances look alike. If balances are rounded, the difference is not exactly the charge.
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

/** The cost by the learned price, for a request that could not be measured. */
export function estimateCost(tokens: TokenCounts | undefined, price: LearnedPrice | undefined, doubt: CostDoubt): Cost {
  return tokens && price
    ? { source: 'about', micros: Math.round(price.predict(tokens).micros), doubt }
    : { source: 'unknown', doubt };
}

/** Whether a stable balance is conclusive. A balance that has not fallen, or contradicts the price, may only be late. */
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
    // The balance rose, so the account was topped up meanwhile.
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
  // Whatever the cost is labelled, the difference is reported, so that a changed price can be learned.
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
    ? // The request may be free, or not charged yet.
      { source: 'unknown', doubt: 'unsettled' }
    : { source: 'unconfirmed', micros: difference };
}

/** Whether the gateway reports balances in hundredths of a credit at best, so that a difference may be off by one. */
function isCoarse({ baseMicros, readings }: Evidence): boolean {
  return [baseMicros, ...readings].every((micros) => micros % coarseStepMicros === 0);
}

/** Whether the price is known well enough to rule out this difference. */
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
