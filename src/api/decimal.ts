// Decimal arithmetic for numbers from JSON: 0.3 - 0.1 is 0.2 here, without the rounding errors of binary fractions.

/** digits × 10^exponent */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** `total - used`, computed exactly in decimal and rounded once to the nearest number. Both must be finite. */
export function subtract(total: number, used: number): number {
  const [from, taken] = [toDecimal(total), toDecimal(used)];
  const exponent = Math.min(from.exponent, taken.exponent);
  return toNumber({ digits: digitsAt(from, exponent) - digitsAt(taken, exponent), exponent });
}

/** Converts a figure in hundredths to whole units. It must be finite. */
export function hundredth(value: number): number {
  const { digits, exponent } = toDecimal(value);
  return toNumber({ digits, exponent: exponent - 2 });
}

/** Writes the number without an exponent: 3e-7 becomes `0.0000003`. It must be finite and not negative. */
export function plainDecimal(value: number): string {
  const { digits, exponent } = toDecimal(value);
  if (exponent >= 0) {
    return digitsAt({ digits, exponent }, 0).toString();
  }
  const padded = digits.toString().padStart(1 - exponent, '0');
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The shortest decimal that stands for this number, which is the one that the JSON text had. */
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
