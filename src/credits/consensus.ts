// The price on which most measurements agree to within the gateway's rounding, however wrong the others are: RANSAC without chance.
// Which rounding and how many prices is judged a contrario: the less likely that so many would agree by accident, the better.
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

/** How a gateway makes a whole amount of prompt and answer: amount + shift is within `halfWidth` of the sum. Micros. */
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
  /** How far off the sum may be, in micros: three standard deviations; 0 where the prices are known as decimals. */
  readonly uncertaintyOf: (counts: Vector) => number;
  /** Whether the prices are short decimals, which they would hardly be by accident. */
  readonly isDecimal: boolean;
  /** The higher the better. */
  readonly score: number;
}

/** More would take too long, and the newest count most. */
const maximumSeeds = 20;
/** Sums of whole tokens at decimal prices come out whole to this, in micros, when nothing was rounded. */
const unrounded: Rounding = { step: 1, shift: 0, halfWidth: 0.0005 };
/** Finer prices would hardly ever make whole sums. */
const finestUnrounded = -2;
/** Some sixty combinations are tried; one false find in a hundred histories of pure noise is few enough. */
const logOfAccidents = Math.log(0.01 / 60);

/** Undefined where all agreement may be an accident. `step` is the largest rounding that the amounts allow. */
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

/** That all amounts are multiples of a step, of which the prices are none, is no accident where no finer rounding explains as many. */
function isBetterStepped({ rounding, agreeing }: Fit, chosen: Fit, fits: readonly Fit[]): boolean {
  const finer = fits.filter((fit) => fit.rounding.step < rounding.step);
  return (
    rounding.step > 1 &&
    !chosen.prices.every((price) => price % rounding.step === 0) &&
    finer.every((fit) => agreeing.length >= fit.agreeing.length + 2)
  );
}

/** Where only what is cached costs fractions, most other sums come out whole; the one price holds for both. */
function isExtension(fit: Fit, { prices, agreeing }: Fit): boolean {
  const [input, cached, output] = fit.prices;
  const isSame = input === prices[0] && output === prices[2];
  return isSame && fit.isDecimal && !Number.isInteger(cached) && fit.agreeing.length > agreeing.length + 1;
}

/**
 * That so many sums come out whole is no accident. A rounding to whole micros that explains more at the same whole prices, or at prices
 * with no end of decimals, takes small spending of others for its own.
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

/** To the nearest, down, up, or the difference of two balances that were each rounded. */
function roundings(step: number): readonly Rounding[] {
  return [
    { step, shift: 0, halfWidth: step / 2 },
    { step, shift: step / 2, halfWidth: step / 2 },
    { step, shift: -step / 2, halfWidth: step / 2 },
    { step, shift: 0, halfWidth: step },
  ];
}

/** For each group of roundings the prices through a few of the measurements with which most of the others roughly agree. */
function bestStarts(
  observations: readonly Observation[],
  tariff: Tariff,
  groups: readonly (readonly Rounding[])[],
): readonly (Prices | undefined)[] {
  const searches = groups.map(([first = unrounded]) => new StartSearch(3 * first.halfWidth));
  for (const subset of subsets(observations.slice(0, maximumSeeds), tariff.unknowns)) {
    const prices = pricesThrough(subset, tariff);
    if (prices !== undefined && isRoughlyPossible(prices)) {
      // Those through which it goes confirm nothing.
      const others = observations.filter((observation) => !subset.includes(observation));
      searches.forEach((search) => search.consider(prices, others));
      if (searches.every(({ hasAll }) => hasAll)) {
        break;
      }
    }
  }
  return searches.map(({ prices }) => prices);
}

/** Keeps the prices with which most agree to within the tolerance. */
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

/** No price is negative, and that of the cache is not above the plain one; roughly, for amounts were rounded. */
function isRoughlyPossible([input, cached, output]: Prices): boolean {
  const slack = 0.02 * Math.max(input, output);
  return slack > 0 && Math.min(input, cached, output) >= -slack && cached <= input + slack;
}

/** From a rough start to all the measurements that agree by this rounding, and to what they say together. */
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
  // The net is drawn in as the prices get better.
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
    // Only short decimals make whole sums; else a few came near to it by accident.
    return undefined;
  }
  if (snapped !== undefined) {
    ({ prices } = snapped);
    uncertaintyOf = () => 0;
  }
  const fit = { prices, tariff, rounding, uncertaintyOf, isDecimal: snapped !== undefined };
  return judge(fit, agreeingWithin(1), observations, Math.log(snapped?.chance ?? 1));
}

/** Whether there are too few measurements for one to confirm the others, or an unknown occurs in none. */
function isOpen(rows: readonly Row[], { unknowns }: Tariff): boolean {
  return (
    rows.length <= unknowns ||
    unitVectors.slice(0, unknowns).some((unit) => rows.every(({ counts }) => predictTotal(unit, counts) === 0))
  );
}

/** Amounts are off by anything within the rounding alike, whose standard deviation is the width by the root of 12. */
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

/** A price a little below nothing, or a little above that of uncached input, is just that; undefined when it is more than a little. */
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

function judge(
  fit: Omit<Fit, 'agreeing' | 'score'>,
  candidates: readonly Observation[],
  observations: readonly Observation[],
  logOfChance: number,
): Fit | undefined {
  // What costs less than the rounding agrees with everything.
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
  // As many as there are unknowns would fit anything: the oldest are taken for those.
  const telling = weightOf(agreeing.toSorted((left, right) => right.weight - left.weight).slice(0, -unknowns));
  return {
    ...fit,
    agreeing,
    score: -Math.log(Math.min(0.5, width / size)) * telling - (logOfChance * telling) / (count - unknowns),
  };
}

/** Without those that alone decide an unknown: nothing confirms them, for any amount would fit. */
function confirmed(candidates: readonly Observation[], tariff: Tariff): readonly Observation[] {
  const rows = candidates.map(({ counts, total }) => ({ counts: tariff.columns(counts), total }));
  if (isOpen(rows, tariff)) {
    return [];
  }
  const leverage = leverageFunction(rows);
  const left = candidates.filter(({ counts }) => leverage(tariff.columns(counts)) < 1 - 1e-6);
  return left.length === candidates.length ? left : confirmed(left, tariff);
}

/** Over how wide a range, in micros, the amounts that do not agree lie about what they should be; `size` where too few tell. */
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

function logOfChoices(from: number, count: number): number {
  let sum = 0;
  for (let index = 1; index <= count; index += 1) {
    sum += Math.log((from - count + index) / index);
  }
  return sum;
}
