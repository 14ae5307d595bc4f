// The shapes that a price may have: separate prices for uncached input, cached input and output, down to one price for all tokens.
import { dot, solve, type Vector } from './linearFit.ts';

/** One measured request. Counts are tokens of uncached input, cached input and output; the total is in micros. */
export interface Observation {
  readonly counts: Vector;
  readonly total: number;
  /** 1 for the newest measurement, less for older ones. */
  readonly weight: number;
}

/** Prices in micros per token of uncached input, cached input and output. */
export type Prices = Vector;

export interface Tariff {
  readonly unknowns: 1 | 2 | 3;
  /** The factors of the unknowns for these token counts. */
  readonly columns: (counts: Vector) => Vector;
  /** The prices per token that these unknowns stand for. */
  readonly prices: (unknowns: Vector) => Prices;
}

/** One price for all tokens. */
export const blended: Tariff = {
  unknowns: 1,
  columns: ([input, cached, output]) => [input + cached + output, 0, 0],
  prices: ([rate]) => [rate, rate, rate],
};

/** One price for all input, because the cache saves nothing or is not reported. */
export const sameInput: Tariff = {
  unknowns: 2,
  columns: ([input, cached, output]) => [input + cached, output, 0],
  prices: ([input, output]) => [input, input, output],
};

const separate: Tariff = { unknowns: 3, columns: (counts) => counts, prices: (unknowns) => unknowns };

/** From the simplest to the most detailed. */
export const tariffs: readonly Tariff[] = [blended, sameInput, separate];

/** One of each unknown, alone. */
export const unitVectors: readonly [Vector, Vector, Vector] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

export function predictTotal(prices: Prices, counts: Vector): number {
  return dot(prices, counts);
}

export function weightOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { weight }) => sum + weight, 0);
}

/** The prices that reproduce exactly these measurements, as many as there are unknowns; undefined if they do not determine the prices. */
export function pricesThrough([first, second, third]: readonly Observation[], tariff: Tariff): Prices | undefined {
  const equation = (observation: Observation | undefined, place: 0 | 1 | 2): Vector =>
    observation === undefined ? unitVectors[place] : tariff.columns(observation.counts);
  const totals: Vector = [first?.total ?? 0, second?.total ?? 0, third?.total ?? 0];
  const unknowns = solve(equation(first, 0), equation(second, 1), equation(third, 2), totals);
  return unknowns && tariff.prices(unknowns);
}

/** Every subset of `size` items. */
export function* subsets<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const rest of subsets(items.slice(index + 1), size - 1)) {
      yield [item, ...rest];
    }
  }
}
