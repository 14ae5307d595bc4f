// Prices are short decimals: where one explains all that was measured, and none would by accident, it is the price, not near it.
import type { Vector } from './linearFit.ts';
import { predictTotal, unitVectors, type Observation, type Prices, type Tariff } from './tariff.ts';

interface Context {
  readonly tariff: Tariff;
  readonly rounding: { readonly shift: number; readonly halfWidth: number };
  /** The finest decimal that may be: -2 for hundredths. */
  readonly finest: number;
  /** How far off the prices may put a sum. */
  readonly uncertaintyOf: (counts: Vector) => number;
}

const mostDigits = 12;
const chanceTaken = 0.02;
/** Micros: below it prices are nothing, or what is left of a fit; they have no decimals to look for. */
const leastPrice = 1e-9;

export interface SnappedPrices {
  readonly prices: Prices;
  /** How likely decimals so short lie within what the measurements leave open. */
  readonly chance: number;
}

/** The same prices with the fewest decimals with which all the measurements still agree; undefined when they may be an accident. */
export function snapToDecimals(
  prices: Prices,
  agreeing: readonly Observation[],
  { tariff, rounding, finest, uncertaintyOf }: Context,
): SnappedPrices | undefined {
  const dearest = Math.max(...prices);
  if (dearest < leastPrice) {
    return undefined;
  }
  const coarsest = Math.ceil(Math.log10(dearest));
  const unknowns = unitVectors.filter((unit) => tariff.prices(unit).some((price) => price > 0));
  const ranges = unknowns.map((unit) => 2 * uncertaintyOf(toCounts(unit, tariff)));
  for (let exponent = coarsest; exponent >= Math.max(finest, coarsest - mostDigits); exponent -= 1) {
    const [input, cached, output] = prices.map((price) => roundTo(price, exponent));
    const snapped: Prices = [input ?? 0, cached ?? 0, output ?? 0];
    if (agreeing.every((observation) => isExplained(observation, snapped, rounding))) {
      const chance = ranges.reduce((product, range) => product * Math.min(1, range / 10 ** exponent), 1);
      return chance <= chanceTaken ? { prices: snapped, chance } : undefined;
    }
  }
  return undefined;
}

/** What adding up in binary fractions may be off by. */
export function dustOf(total: number): number {
  return 1e-12 * total + 1e-9;
}

/** Counts of which the tariff sees one of this unknown and none of the others. */
function toCounts(unit: Vector, tariff: Tariff): Vector {
  return unitVectors.find((counts) => tariff.columns(counts).every((count, place) => count === unit[place])) ?? unit;
}

function roundTo(value: number, exponent: number): number {
  return exponent < 0 ? Number(value.toFixed(-exponent)) : Math.round(value / 10 ** exponent) * 10 ** exponent;
}

function isExplained(
  { counts, total }: Observation,
  prices: Prices,
  { shift, halfWidth }: Context['rounding'],
): boolean {
  return Math.abs(total + shift - predictTotal(prices, counts)) <= halfWidth + dustOf(total);
}
