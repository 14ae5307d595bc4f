// A price for gateways whose charges follow no price per token, or for too few measurements: the least absolute deviation, which
// leaves the wrong ones out of account, and honestly how far off it usually is.
import {
  blended,
  predictTotal,
  pricesThrough,
  sameInput,
  subsets,
  weightOf,
  type Observation,
  type Prices,
  type Tariff,
} from './tariff.ts';

export interface RoughPrice {
  readonly prices: Prices;
  /** Whether input and output have prices of their own. */
  readonly isSplit: boolean;
  /** 0.2 means that half of all requests may well be off by a fifth. At most 1. */
  readonly relativeUncertainty: number;
}

const maximumSeeds = 24;
/** Two prices are told apart from so many measurements on, and when they are so much better than one. */
const leastForTwo = 5;
const worthTwo = 0.7;

/** Undefined while nothing was ever charged. */
export function roughPrice(observations: readonly Observation[]): RoughPrice | undefined {
  if (observations.every(({ total }) => total === 0)) {
    return undefined;
  }
  const one = leastDeviation(observations, blended);
  const two = observations.length < leastForTwo ? undefined : leastDeviation(observations, sameInput);
  if (two !== undefined && one !== undefined && two.deviation < worthTwo * one.deviation) {
    return rate(two.prices, true, observations);
  }
  if (one === undefined || Math.max(...one.prices) === 0) {
    // Most cost nothing when they were measured: charges come late, but their sum is right.
    const sum = observations.reduce((total, observation) => total + observation.total, 0);
    const average = sum / observations.reduce((total, { counts }) => total + counts[0] + counts[1] + counts[2], 0);
    return { prices: [average, average, average], isSplit: false, relativeUncertainty: 1 };
  }
  return rate(one.prices, false, observations);
}

/** The best prices go through as many measurements as there are unknowns. */
function leastDeviation(
  observations: readonly Observation[],
  tariff: Tariff,
): { readonly prices: Prices; readonly deviation: number } | undefined {
  let best: { readonly prices: Prices; readonly deviation: number } | undefined;
  for (const subset of subsets(observations.slice(0, maximumSeeds), tariff.unknowns)) {
    const prices = pricesThrough(subset, tariff);
    if (prices !== undefined && Math.min(...prices) >= 0) {
      const deviation = observations.reduce(
        (sum, { counts, total, weight }) => sum + weight * Math.abs(total - predictTotal(prices, counts)),
        0,
      );
      best = best === undefined || deviation < best.deviation ? { prices, deviation } : best;
    }
  }
  return best;
}

function rate(prices: Prices, isSplit: boolean, observations: readonly Observation[]): RoughPrice {
  const errors = observations
    .map(({ counts, total, weight }) => {
      const predicted = predictTotal(prices, counts);
      return { weight, error: predicted > 0 ? Math.abs(total - predicted) / predicted : 1 };
    })
    .toSorted((left, right) => left.error - right.error);
  let left = weightOf(observations) / 2;
  const median = errors.find(({ weight }) => (left -= weight) <= 0)?.error ?? 1;
  // One and a half medians are a standard deviation; what few measurements say is worth little by itself.
  return { prices, isSplit, relativeUncertainty: Math.min(1, 1.5 * median + 1 / observations.length) };
}
