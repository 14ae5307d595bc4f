// Looks for a secret in a text as somebody would who wants it: through every encoding, and in pieces.

/** So many characters of a secret in a row are a leak. */
const leak = 12;

const decoders: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(/[\s\p{C}]+/gu, ''),
  (text) => text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/\\+(?:u00|x)([0-9a-f]{2})/gi, (_, hex: string) => character(hex, 16)),
  (text) => text.replaceAll(/\\+(?=[^\\])/g, ''),
  (text) =>
    text
      .replaceAll(/&#0*(\d{2,3});?/g, (_, decimal: string) => character(decimal, 10))
      .replaceAll(/&#x0*([0-9a-f]{2});?/gi, (_, hex: string) => character(hex, 16))
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
];

const blockDecoders: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll(/(?:[0-9a-f]{2}){12,}/gi, (hex) => Buffer.from(hex, 'hex').toString('latin1')),
  ...[0, 1, 2, 3].map(
    (shift) => (text: string) =>
      text.replaceAll(/[\w+/-]{16,}/g, (run) => ` ${Buffer.from(run.slice(shift), 'base64').toString('latin1')} `),
  ),
];

function character(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix));
}

/** The part of the secret that can be read in the text, however it is written there; undefined where there is none. */
export function findLeak(text: string, secret: string): string | undefined {
  const pieces = piecesOf(secret.toLowerCase());
  const spread = piecesOf(lettersOf(secret));
  for (const reading of readings(text)) {
    const lower = reading.toLowerCase();
    const letters = lettersOf(reading);
    const found = pieces.find((piece) => lower.includes(piece)) ?? spread.find((piece) => letters.includes(piece));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function piecesOf(secret: string): string[] {
  return Array.from({ length: Math.max(0, secret.length - leak + 1) }, (_, start) => secret.slice(start, start + leak));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}

/**
 * The text as it is, decoded in up to two ways, and what then looks like a block of hexadecimal or base64 decoded, up to twice. Each
 * also backwards.
 */
function readings(text: string): Set<string> {
  const once = new Set([text, backwards(text), ...decoders.map((decode) => decode(text))]);
  const twice = [...once].flatMap((one) => [one, ...decoders.map((decode) => decode(one))]);
  const blocks = [...once].flatMap((one) => blockDecoders.map((decode) => decode(one)));
  const blocksTwice = blocks.flatMap((one) => blockDecoders.map((decode) => decode(one)));
  const all = new Set([...twice, ...blocks, ...blocksTwice]);
  return new Set([...all].flatMap((one) => [one, backwards(one)]));
}

function backwards(text: string): string {
  return Array.from(text).reverse().join('');
}
