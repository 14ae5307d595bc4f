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
  /** The higher the better. */
  readonly score: number;
  /** Whether it is too good for an accident. */
  readonly isSignificant: boolean;
}

/** More would take too long, and the newest count most. */
const maximumSeeds = 20;
/** Sums of whole tokens at decimal prices come out whole to this, in micros, when nothing was rounded. */
const unrounded: Rounding = { step: 1, shift: 0, halfWidth: 0.0005 };
/** Some sixty combinations are tried; one false find in a hundred histories of pure noise is few enough. */
const logOfAccidents = Math.log(0.01 / 60);

/** `step` is the largest rounding that the amounts allow. */
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
  const all = weightOf(observations) * (1 - Number.EPSILON);
  const searches = groups.map(([first = unrounded]) => new StartSearch(3 * first.halfWidth));
  for (const subset of subsets(observations.slice(0, maximumSeeds), tariff.unknowns)) {
    const prices = pricesThrough(subset, tariff);
    if (prices !== undefined && isRoughlyPossible(prices)) {
      searches.forEach((search) => search.consider(prices, observations));
      if (searches.every(({ weight }) => weight >= all)) {
        break;
      }
    }
  }
  return searches.map(({ prices }) => prices);
}

/** Keeps the prices with which most agree to within the tolerance. */
class StartSearch {
  readonly #tolerance: number;
  weight = 0;
  prices: Prices | undefined;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  consider(prices: Prices, observations: readonly Observation[]): void {
    let weight = 0;
    for (const observation of observations) {
      if (Math.abs(observation.total - predictTotal(prices, observation.counts)) <= this.#tolerance) {
        weight += observation.weight;
      }
    }
    if (weight > this.weight) {
      this.weight = weight;
      this.prices = prices;
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
    uncertaintyOf = uncertaintyFunction(rows, tariff, rounding);
    const possible = unknowns && toPossible(tariff.prices(unknowns), uncertaintyOf);
    if (possible === undefined) {
      return undefined;
    }
    prices = possible;
  }
  const snapped = snapToDecimals(prices, agreeingWithin(1), { tariff, rounding, uncertaintyOf });
  if (snapped !== undefined) {
    ({ prices } = snapped);
    uncertaintyOf = () => 0;
  }
  const fit = { prices, tariff, rounding, uncertaintyOf };
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
): (counts: Vector) => number {
  const leverage = leverageFunction(rows);
  const deviation = (2 * halfWidth) / Math.sqrt(12);
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
  fit: Pick<Fit, 'prices' | 'tariff' | 'rounding' | 'uncertaintyOf'>,
  candidates: readonly Observation[],
  observations: readonly Observation[],
  logOfChance: number,
): Fit | undefined {
  const agreeing = confirmed(candidates, fit.tariff);
  const { unknowns } = fit.tariff;
  const [count, all] = [agreeing.length, observations.length];
  if (count < Math.max(3, unknowns + 1) || Math.max(...fit.prices) === 0) {
    return undefined;
  }
  const { halfWidth } = fit.rounding;
  const slack = agreeing.reduce((sum, { counts }) => sum + Math.min(halfWidth, fit.uncertaintyOf(counts)), 0) / count;
  const logOfHit = Math.log(Math.min(0.5, (2 * (halfWidth + slack)) / typicalTotal(observations)));
  const logOfTrials = logOfChoices(all, unknowns) + logOfChoices(all - unknowns, count - unknowns);
  // As many as there are unknowns would fit anything: the oldest are taken for those.
  const telling = weightOf(agreeing.toSorted((left, right) => right.weight - left.weight).slice(0, -unknowns));
  return {
    ...fit,
    agreeing,
    score: -logOfHit * telling - (logOfChance * telling) / (count - unknowns),
    isSignificant: logOfTrials + (count - unknowns) * logOfHit < logOfAccidents,
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

function typicalTotal(observations: readonly Observation[]): number {
  const totals = observations.map(({ total }) => total).filter((total) => total > 0);
  return totals.toSorted((left, right) => left - right)[Math.floor(totals.length / 2)] ?? 0;
}

function logOfChoices(from: number, count: number): number {
  let sum = 0;
  for (let index = 1; index <= count; index += 1) {
    sum += Math.log((from - count + index) / index);
  }
  return sum;
}
