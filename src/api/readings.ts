// Decodes a text as a reader might: it removes the escapes of addresses, JSON and HTML, and keeps the place of each character in the
// original.

/** The most levels of nested escapes that are decoded. */
const mostLevels = 3;

export interface Reading {
  readonly text: string;
  /** The index in the original at which each character begins, and lastly the index of its end. Undefined where `text` is the original. */
  readonly starts: Uint32Array | undefined;
}

/**
 * Matches escapes, and what is invisible between characters: HTML tags and terminal colours. Each repetition is bounded, so that the time
 * is linear in the length of the text.
 */
const escapes = new RegExp(
  [
    String.raw`%(?:25){0,4}(?<percent>[\da-f]{2})`,
    String.raw`\\{1,8}(?:u00|x|u\{0{0,4})(?<backslash>[\da-f]{2})\}?`,
    String.raw`\\{1,8}0?(?<octal>[01]?[0-7]{2})`,
    String.raw`\\{1,8}[nrt]`,
    String.raw`&#(?:x0{0,6}(?<hexadecimal>[\da-f]{2})|0{0,6}(?<decimal>\d{2,3}));?`,
    String.raw`&(?<entity>amp|lt|gt|quot|apos);?`,
    String.raw`(?<wide>[\uFF01-\uFF5E])`,
    String.raw`</?[a-z][^<>]{0,40}>`,
    String.raw`\x1B\[[\d;]{0,20}[a-z]`,
  ].join('|'),
  'gi',
);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A quick test before the search, because most texts have no escape. */
const escapeMarks = /[%\\&<\x1B\uFF01-\uFF5E]/;

/** The distance between the codes of a full-width character and its usual form. */
const widthDistance = 0xfee0;

/** The text itself, then the text decoded once, twice and so on, as long as that changes it and `mostLevels` is not reached. */
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

/** The character that an escape stands for; a blank for a line break, a tab, or what is invisible. */
function characterOf({ groups }: RegExpExecArray): string {
  const { percent, backslash, hexadecimal, octal, decimal, entity, wide } = groups ?? {};
  const hex = percent ?? backslash ?? hexadecimal;
  if (hex !== undefined) {
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  if (octal !== undefined) {
    return String.fromCharCode(Number.parseInt(octal, 8));
  }
  if (wide !== undefined) {
    return String.fromCharCode(wide.charCodeAt(0) - widthDistance);
  }
  return decimal === undefined ? (entities[entity?.toLowerCase() ?? ''] ?? ' ') : String.fromCharCode(Number(decimal));
}
