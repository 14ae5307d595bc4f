// Gateways set prices as short decimals. If a short decimal explains all measurements, and hardly any would by accident, it is the exact
// price.
import type { Vector } from './linearFit.ts';
import { predictTotal, unitVectors, type Observation, type Prices, type Tariff } from './tariff.ts';

interface Context {
  readonly tariff: Tariff;
  readonly rounding: { readonly shift: number; readonly halfWidth: number };
  /** Power of ten of the finest decimal place allowed: -2 for hundredths. */
  readonly finest: number;
  /** The uncertainty of a predicted total, in micros. */
  readonly uncertaintyOf: (counts: Vector) => number;
}

/** How many decimal places below the highest price are tried. */
const mostDigits = 12;
/** The highest probability of an accident that is accepted. */
const chanceTaken = 0.02;
/** In micros per token. Lower prices are zero or residue of the fit, and have no decimals to look for. */
const leastPrice = 1e-9;

export interface SnappedPrices {
  readonly prices: Prices;
  /** The probability that decimals this short lie within the uncertainty by accident. */
  readonly chance: number;
}

/**
 * The prices rounded to the fewest decimals with which all measurements still agree; undefined if there are none, or if they may be an
 * accident.
 */
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

/** The floating-point error of a sum, in micros. */
export function dustOf(total: number): number {
  return 1e-12 * total + 1e-9;
}

/** Token counts in which the tariff sees one of this unknown and none of the others. */
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
