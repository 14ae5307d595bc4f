// Credits as whole millionths: to and from the decimal digits of JSON. Binary fractions never add up here.

const microsPerCredit = 1_000_000;

const decimals = 6;
/** More digits than any amount has, so that a hostile exponent takes no time. */
const maximumDigits = 30;

const decimalText = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/**
 * Converts credits to whole millionths by their decimal digits as written; half a millionth is rounded away from zero. Undefined where
 * `credits` is not a finite decimal number, or is so large that its whole number of millionths would not be exact.
 */
export function toMicros(credits: number | string): number | undefined {
  const parts = decimalText.exec(String(credits).trim());
  if (parts === null) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', exponentText = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const exponent = Number(exponentText) + decimals - fraction.length;
  if (digits === '' || digits.length + exponent < 0) {
    return 0;
  }
  const micros = digits.length + exponent > maximumDigits ? Number.POSITIVE_INFINITY : roundAt(digits, exponent);
  if (!Number.isSafeInteger(micros)) {
    return undefined;
  }
  return sign === '-' && micros > 0 ? -micros : micros;
}

/** Converts whole millionths to credits: the number nearest to the decimal amount, which JSON and CSV write as that amount. */
export function toCredits(micros: number): number {
  return micros / microsPerCredit;
}

/** The amount in credits without an exponent or digit groups, for files: 4 is `0.000004`. `micros` must be whole. */
export function toDecimalText(micros: number): string {
  const digits = String(Math.abs(micros)).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${micros < 0 ? '-' : ''}${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** digits × 10^exponent to a whole number. When the exponent is negative there are at least so many digits. */
function roundAt(digits: string, exponent: number): number {
  if (exponent >= 0) {
    return Number(digits + '0'.repeat(exponent));
  }
  const kept = Number(digits.slice(0, exponent));
  return kept + ((digits.at(exponent) ?? '0') >= '5' ? 1 : 0);
}
