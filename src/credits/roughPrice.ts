// A price for gateways that do not charge per token, or for too few measurements: the least absolute deviation, which is robust against
// wrong measurements, with an honest estimate of its error.
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
  /** Roughly one standard deviation of a request's cost, as a share of the cost: 0.2 is 20 %. At most 1. */
  readonly relativeUncertainty: number;
}

/** Candidate prices are taken from this many of the newest measurements, to bound the time. */
const maximumSeeds = 24;
/** Input and output get separate prices if there are this many measurements and the deviation falls below this share. */
const leastForTwo = 5;
const worthTwo = 0.7;

/** The price by the observations, newest first; undefined while nothing was ever charged. */
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
    // Most requests seemed free when they were measured, because charges come late; the sum of the charges is still right.
    const sum = observations.reduce((total, observation) => total + observation.total, 0);
    const average = sum / observations.reduce((total, { counts }) => total + counts[0] + counts[1] + counts[2], 0);
    return { prices: [average, average, average], isSplit: false, relativeUncertainty: 1 };
  }
  return rate(one.prices, false, observations);
}

/** The optimum reproduces as many measurements exactly as there are unknowns, so only such prices are tried. */
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
  // One and a half medians of the error are about a standard deviation. A small number of measurements adds to the uncertainty.
  return { prices, isSplit, relativeUncertainty: Math.min(1, 1.5 * median + 1 / observations.length) };
}
