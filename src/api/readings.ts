// A text as a reader might decode it: without the escapes of addresses, JSON and HTML, each character with its place in the original.

/** More levels of escapes than these are not looked through. */
const mostLevels = 3;

export interface Reading {
  readonly text: string;
  /** Where each character begins in the original, and at last where that ends. Undefined where the text is the original. */
  readonly starts: Uint32Array | undefined;
}

/** Each repetition is bounded: the time grows with the length of the text only. */
const escapes =
  /%(?:25){0,4}([\da-f]{2})|\\{1,8}(?:u00|x)([\da-f]{2})|\\{1,8}[nrt]|&#(?:x0{0,6}([\da-f]{2})|0{0,6}(\d{2,3}));?|&(amp|lt|gt|quot|apos);?/gi;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Most texts have no escape. */
const escapeMarks = /[%\\&]/;

/** The text itself, and what becomes of it by decoding it once, twice and so on, as long as that changes it. */
export function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [{ text, starts: undefined }];
  for (let last = readings[0]; last !== undefined && readings.length <= mostLevels;) {
    const next = decode(last);
    if (next !== undefined) {
      readings.push(next);
    }
    last = next;
  }
  return readings;
}

/** Undefined where there is nothing to decode. */
function decode({ text, starts }: Reading): Reading | undefined {
  const matches = escapeMarks.test(text) ? [...text.matchAll(escapes)] : [];
  if (matches.length === 0) {
    return undefined;
  }
  const parts: string[] = [];
  const places = new Uint32Array(text.length + 1);
  let length = 0;
  let end = 0;
  const keep = (until: number): void => {
    parts.push(text.slice(end, until));
    for (; end < until; end += 1, length += 1) {
      places[length] = starts?.[end] ?? end;
    }
  };
  for (const match of matches) {
    keep(match.index);
    places[length] = starts?.[end] ?? end;
    parts.push(characterOf(match));
    length += 1;
    end = match.index + match[0].length;
  }
  keep(text.length);
  places[length] = starts?.[end] ?? end;
  return { text: parts.join(''), starts: places };
}

/** One character for each escape; a blank for a line break or a tab. */
function characterOf([, percent, backslash, hexadecimal, decimal, entity]: RegExpExecArray): string {
  const hex = percent ?? backslash ?? hexadecimal;
  if (hex !== undefined) {
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  return decimal === undefined ? (entities[entity?.toLowerCase() ?? ''] ?? ' ') : String.fromCharCode(Number(decimal));
}
