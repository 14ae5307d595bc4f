// Decimal arithmetic for figures as JSON writes them: 0.3 less 0.1 is 0.2 here, without the dust of binary fractions.

/** digits × 10^exponent */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** What is left of a total: exact in decimal, rounded once to the nearest number. Both must be finite. */
export function subtract(total: number, used: number): number {
  const [from, taken] = [toDecimal(total), toDecimal(used)];
  const exponent = Math.min(from.exponent, taken.exponent);
  return toNumber({ digits: digitsAt(from, exponent) - digitsAt(taken, exponent), exponent });
}

/** A figure counted in hundredths, in whole units. It must be finite. */
export function hundredth(value: number): number {
  const { digits, exponent } = toDecimal(value);
  return toNumber({ digits, exponent: exponent - 2 });
}

/** The number without an exponent: 3e-7 is 0.0000003. It must be finite and not negative. */
export function plainDecimal(value: number): string {
  const { digits, exponent } = toDecimal(value);
  if (exponent >= 0) {
    return digitsAt({ digits, exponent }, 0).toString();
  }
  const padded = digits.toString().padStart(1 - exponent, '0');
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The shortest decimal that means this number, which is the one that was written. */
function toDecimal(value: number): Decimal {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(exponent) - fraction.length };
}

function digitsAt({ digits, exponent }: Decimal, lower: number): bigint {
  return digits * 10n ** BigInt(exponent - lower);
}

function toNumber({ digits, exponent }: Decimal): number {
  return Number(`${digits}e${exponent}`);
}
