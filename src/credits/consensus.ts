// Finds the price on which most measurements agree to within the gateway's rounding, however wrong the others are: a deterministic RANSAC.
// The rounding and the number of prices are chosen a contrario: the less likely so much agreement is by accident, the better.
import { leastSquares, leverageFunction, type Row, type Vector } from './linearFit.ts';
import { dustOf, snapToDecimals } from './snapPrices.ts';
import {
  predictTotal,
  pricesThrough,
  subsets,
  tariffs,
  unitVectors,
  weightOf,
  type Observation,
  type Prices,
  type Tariff,
} from './tariff.ts';

/**
 * How a gateway rounds the exact price of a request to the amount that it charges: `amount + shift` lies within `halfWidth` of the exact
 * price, and every amount is a multiple of `step`. In micros.
 */
export interface Rounding {
  readonly step: number;
  readonly shift: number;
  readonly halfWidth: number;
}

export interface Fit {
  readonly prices: Prices;
  readonly tariff: Tariff;
  readonly rounding: Rounding;
  readonly agreeing: readonly Observation[];
  /** The uncertainty of a predicted total, in micros: three standard deviations, or 0 if the prices are known as decimals. */
  readonly uncertaintyOf: (counts: Vector) => number;
  /** Whether the prices are short decimals, which they would hardly be by accident. */
  readonly isDecimal: boolean;
  /** How well the fit explains the measurements; higher is better. */
  readonly score: number;
}

/** Starting points are taken from this many of the newest measurements: more would take too long. */
const maximumSeeds = 20;
/** No rounding at all. Sums of whole tokens at decimal prices are then whole micros, to within this width. */
const unrounded: Rounding = { step: 1, shift: 0, halfWidth: 0.0005 };
/** Power of ten of the finest unrounded price: sums at finer prices would hardly ever be whole. */
const finestUnrounded = -2;
/** Some sixty combinations are tried, and together they may find a false price in one of a hundred histories of pure noise. */
const logOfAccidents = Math.log(0.01 / 60);

/**
 * Undefined if the agreement may be an accident. `observations`: newest first. `step`: the largest rounding step that the amounts allow, in
 * micros.
 */
export function findConsensus(observations: readonly Observation[], step: number): Fit | undefined {
  const groups = [[unrounded], roundings(1), ...(step > 1 ? [roundings(step)] : [])];
  const fits = tariffs
    .filter(({ unknowns }) => observations.length > unknowns)
    .flatMap((tariff) => {
      const starts = bestStarts(observations, tariff, groups);
      return groups.flatMap((group, index) => {
        const start = starts[index];
        return start === undefined
          ? []
          : group.flatMap((rounding) => refine(start, observations, tariff, rounding) ?? []);
      });
    });
  const best = highest(fits);
  const whole = highest(fits.filter(({ rounding }) => rounding === unrounded));
  const chosen = best !== undefined && whole !== undefined && isBetterWhole(whole, best) ? whole : best;
  if (chosen === undefined) {
    return undefined;
  }
  return (
    highest(fits.filter((fit) => isBetterStepped(fit, chosen, fits))) ??
    highest(fits.filter((fit) => isExtension(fit, chosen))) ??
    chosen
  );
}

/** Whether a coarser step is no accident: the chosen prices are not multiples of it, and no finer rounding explains nearly as many. */
function isBetterStepped({ rounding, agreeing }: Fit, chosen: Fit, fits: readonly Fit[]): boolean {
  const finer = fits.filter((fit) => fit.rounding.step < rounding.step);
  return (
    rounding.step > 1 &&
    !chosen.prices.every((price) => price % rounding.step === 0) &&
    finer.every((fit) => agreeing.length >= fit.agreeing.length + 2)
  );
}

/**
 * If only cached tokens have a fractional price, most requests without them come out whole, and `chosen` may explain only those. A fit with
 * the same other prices that explains more then holds for all requests.
 */
function isExtension(fit: Fit, { prices, agreeing }: Fit): boolean {
  const [input, cached, output] = fit.prices;
  const isSame = input === prices[0] && output === prices[2];
  return isSame && fit.isDecimal && !Number.isInteger(cached) && fit.agreeing.length > agreeing.length + 1;
}

/**
 * So many whole sums are no accident. A rounding to whole micros that explains more, at the same whole prices or at prices that are no
 * short decimals, mistakes small spending by other programs for rounding.
 */
function isBetterWhole(whole: Fit, best: Fit): boolean {
  if (best.rounding.step > 1) {
    return false;
  }
  return best.isDecimal
    ? whole.prices.every((price, place) => Number.isInteger(price) && price === best.prices[place])
    : whole.tariff === best.tariff && whole.agreeing.length >= best.agreeing.length / 2;
}

function highest(fits: readonly Fit[]): Fit | undefined {
  return fits.reduce<Fit | undefined>(
    (best, fit) => (best === undefined || fit.score > best.score ? fit : best),
    undefined,
  );
}

/** Rounding to the nearest, down, up, or the difference of two balances that were each rounded. */
function roundings(step: number): readonly Rounding[] {
  return [
    { step, shift: 0, halfWidth: step / 2 },
    { step, shift: step / 2, halfWidth: step / 2 },
    { step, shift: -step / 2, halfWidth: step / 2 },
    { step, shift: 0, halfWidth: step },
  ];
}

/** For each group of roundings, the prices through a minimal subset of the measurements with which most of the others roughly agree. */
function bestStarts(
  observations: readonly Observation[],
  tariff: Tariff,
  groups: readonly (readonly Rounding[])[],
): readonly (Prices | undefined)[] {
  const searches = groups.map(([first = unrounded]) => new StartSearch(3 * first.halfWidth));
  for (const subset of subsets(observations.slice(0, maximumSeeds), tariff.unknowns)) {
    const prices = pricesThrough(subset, tariff);
    if (prices !== undefined && isRoughlyPossible(prices)) {
      // The subset agrees by construction, so it confirms nothing.
      const others = observations.filter((observation) => !subset.includes(observation));
      searches.forEach((search) => search.consider(prices, others));
      if (searches.every(({ hasAll }) => hasAll)) {
        break;
      }
    }
  }
  return searches.map(({ prices }) => prices);
}

/** Keeps the prices with which the most measurements, by weight, agree to within the tolerance. */
class StartSearch {
  readonly #tolerance: number;
  #weight = 0;
  hasAll = false;
  prices: Prices | undefined;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  consider(prices: Prices, observations: readonly Observation[]): void {
    let weight = 0;
    let count = 0;
    for (const observation of observations) {
      if (Math.abs(observation.total - predictTotal(prices, observation.counts)) <= this.#tolerance) {
        weight += observation.weight;
        count += 1;
      }
    }
    if (weight > this.#weight) {
      this.#weight = weight;
      this.prices = prices;
      this.hasAll = count === observations.length;
    }
  }
}

/** Whether no price is negative and cached input costs no more than other input; with some slack, because amounts were rounded. */
function isRoughlyPossible([input, cached, output]: Prices): boolean {
  const slack = 0.02 * Math.max(input, output);
  return slack > 0 && Math.min(input, cached, output) >= -slack && cached <= input + slack;
}

/** Refines a rough start to the prices that fit all measurements which agree by this rounding. Undefined if there is no convincing fit. */
function refine(
  start: Prices,
  observations: readonly Observation[],
  tariff: Tariff,
  rounding: Rounding,
): Fit | undefined {
  const { shift, halfWidth } = rounding;
  let prices = start;
  let uncertaintyOf: Fit['uncertaintyOf'] = () => halfWidth;
  const agreeingWithin = (factor: number): readonly Observation[] =>
    observations.filter(
      ({ counts, total }) =>
        Math.abs(total + shift - predictTotal(prices, counts)) <=
        halfWidth + factor * Math.min(halfWidth, uncertaintyOf(counts)) + dustOf(total),
    );
  // The tolerance narrows as the prices get better.
  for (const factor of [3, 1.5, 1, 1]) {
    const rows = agreeingWithin(factor).map(({ counts, total }) => ({
      counts: tariff.columns(counts),
      total: total + shift,
    }));
    const unknowns = isOpen(rows, tariff) ? undefined : leastSquares(rows);
    uncertaintyOf = uncertaintyFunction(rows, tariff, rounding, observations.length);
    const possible = unknowns && toPossible(tariff.prices(unknowns), uncertaintyOf);
    if (possible === undefined) {
      return undefined;
    }
    prices = possible;
  }
  const snapped = snapToDecimals(prices, agreeingWithin(1), {
    tariff,
    rounding,
    finest: rounding === unrounded ? finestUnrounded : Number.NEGATIVE_INFINITY,
    uncertaintyOf,
  });
  if (snapped === undefined && rounding === unrounded) {
    // Only short decimals make whole sums. Otherwise, a few sums came near whole numbers by accident.
    return undefined;
  }
  if (snapped !== undefined) {
    ({ prices } = snapped);
    uncertaintyOf = () => 0;
  }
  const fit = { prices, tariff, rounding, uncertaintyOf, isDecimal: snapped !== undefined };
  return judge(fit, agreeingWithin(1), observations, Math.log(snapped?.chance ?? 1));
}

/** Whether there are too few measurements for one to confirm the others, or some unknown occurs in none. */
function isOpen(rows: readonly Row[], { unknowns }: Tariff): boolean {
  return (
    rows.length <= unknowns ||
    unitVectors.slice(0, unknowns).some((unit) => rows.every(({ counts }) => predictTotal(unit, counts) === 0))
  );
}

/**
 * Rounding errors are uniform, so their standard deviation is the full width divided by the root of 12. Measurements that disagree widen
 * it.
 */
function uncertaintyFunction(
  rows: readonly Row[],
  tariff: Tariff,
  { halfWidth }: Rounding,
  all: number,
): (counts: Vector) => number {
  const leverage = leverageFunction(rows);
  const deviation = ((2 * halfWidth) / Math.sqrt(12)) * (1 + (2 * (all - rows.length)) / all);
  return (counts) => 3 * deviation * Math.sqrt(leverage(tariff.columns(counts)));
}

/**
 * Corrects a price that is negative, or a cached price above that of other input, by no more than the uncertainty; undefined if it is off
 * by more.
 */
function toPossible([input, cached, output]: Prices, uncertaintyOf: (counts: Vector) => number): Prices | undefined {
  const [inputSlack, cachedSlack, outputSlack] = [
    uncertaintyOf(unitVectors[0]),
    uncertaintyOf(unitVectors[1]),
    uncertaintyOf(unitVectors[2]),
  ];
  if (
    input < -inputSlack ||
    output < -outputSlack ||
    cached < -cachedSlack ||
    cached > input + inputSlack + cachedSlack
  ) {
    return undefined;
  }
  const atLeastNothing = Math.max(0, input);
  return [atLeastNothing, Math.min(atLeastNothing, Math.max(0, cached)), Math.max(0, output)];
}

/**
 * The fit with its score; undefined if so much agreement may be an accident. `logOfChance`: the logarithm of the chance that decimals this
 * short fit.
 */
function judge(
  fit: Omit<Fit, 'agreeing' | 'score'>,
  candidates: readonly Observation[],
  observations: readonly Observation[],
  logOfChance: number,
): Fit | undefined {
  // A cost below the rounding agrees with any amount.
  const isTelling = ({ counts }: Observation): boolean => predictTotal(fit.prices, counts) > 2 * fit.rounding.halfWidth;
  const agreeing = confirmed(candidates.filter(isTelling), fit.tariff);
  const { unknowns } = fit.tariff;
  const [count, all] = [agreeing.length, observations.length];
  if (count < Math.max(3, unknowns + 1) || Math.max(...fit.prices) === 0) {
    return undefined;
  }
  const { halfWidth } = fit.rounding;
  const slack = agreeing.reduce((sum, { counts }) => sum + Math.min(halfWidth, fit.uncertaintyOf(counts)), 0) / count;
  const width = 2 * (halfWidth + slack);
  const size = median(observations.map(({ total }) => total).filter((total) => total > 0));
  const logOfHit = Math.log(Math.min(0.5, width / spreadOf(fit, agreeing, observations, size)));
  const logOfTrials = logOfChoices(all, unknowns) + logOfChoices(all - unknowns, count - unknowns);
  if (logOfTrials + (count - unknowns) * logOfHit > logOfAccidents) {
    return undefined;
  }
  // As many measurements as there are unknowns would fit any prices: the oldest ones are left out as those.
  const telling = weightOf(agreeing.toSorted((left, right) => right.weight - left.weight).slice(0, -unknowns));
  return {
    ...fit,
    agreeing,
    score: -Math.log(Math.min(0.5, width / size)) * telling - (logOfChance * telling) / (count - unknowns),
  };
}

/** Drops measurements that alone determine an unknown: any amount would fit there, so nothing confirms them. */
function confirmed(candidates: readonly Observation[], tariff: Tariff): readonly Observation[] {
  const rows = candidates.map(({ counts, total }) => ({ counts: tariff.columns(counts), total }));
  if (isOpen(rows, tariff)) {
    return [];
  }
  const leverage = leverageFunction(rows);
  const left = candidates.filter(({ counts }) => leverage(tariff.columns(counts)) < 1 - 1e-6);
  return left.length === candidates.length ? left : confirmed(left, tariff);
}

/** How widely, in micros, the amounts that disagree scatter around their predictions; `size` at most, and if there are too few of them. */
function spreadOf(
  { prices, rounding }: Pick<Fit, 'prices' | 'rounding'>,
  agreeing: readonly Observation[],
  observations: readonly Observation[],
  size: number,
): number {
  const distances = observations
    .filter((observation) => !agreeing.includes(observation))
    .map(({ counts, total }) => 2 * Math.abs(total + rounding.shift - predictTotal(prices, counts)));
  return distances.length < 3 ? size : Math.min(size, median(distances));
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** The logarithm of the binomial coefficient: how many ways there are to choose `count` from `from` measurements. */
function logOfChoices(from: number, count: number): number {
  let sum = 0;
  for (let index = 1; index <= count; index += 1) {
    sum += Math.log((from - count + index) / index);
  }
  return sum;
}
