// Takes keys and authorization values out of any text, and makes a server's text safe to show.

/** Longest server text that is kept, in characters. */
const longestText = 2000;

/** So much of a key is a secret, though the rest be missing: texts are cut, by gateways and by us. */
const leastOfKey = 12;

const replacement = '[key removed]';

/** Makes text of others safe for errors and logs: without secrets. Its time grows with the text's length only. */
export type Redact = (text: string) => string;

/** A redactor that knows this key in each form in which it could come back, besides everything that looks like a key. */
export function createRedact(key: string | undefined): Redact {
  if (key === undefined || key.length < 4) {
    return redactPatterns;
  }
  let patterns: readonly RegExp[] | undefined;
  return (text) => {
    // Most replies have nothing to clean.
    patterns ??= keyPatterns(key);
    return redactPatterns(patterns.reduce((clean, pattern) => clean.replaceAll(pattern, replacement), text));
  };
}

/** Removes what looks like a key, an authorization value or a password in an address. */
export function redactPatterns(text: string): string {
  return text
    .replaceAll(/\b(bearer|basic)\s{1,9}[\w.~+/*-]{16,}=*/gi, `$1 ${replacement}`)
    .replaceAll(
      /(authorization|\bx-api-key|\bapi[-_]?key)(["']?\s{0,9}[:=]\s{0,9}["']?)((?:bearer|basic)\s{1,9})?(?!\[)[^\s"',;]{4,}/gi,
      `$1$2$3${replacement}`,
    )
    .replaceAll(/\bsk-[\w*.-]{4,}/g, replacement)
    .replaceAll(/(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#]*@/gi, '$1');
}

/** Server text as one plain, short text: HTML becomes its title, control characters go, keys go. */
export function cleanServerText(text: string, redact: Redact): string {
  const plain = /^\s*</.test(text) ? htmlTitle(text) : text;
  // Redacted is a longer piece than is kept, since what is removed makes it shorter.
  const redacted = redact(stripControls(plain.slice(0, longestText * 4))).trim();
  return redacted.length <= longestText ? redacted : `${redacted.slice(0, longestText - 1)}…`;
}

/** The key as text in any case and with any escapes, without its punctuation, in hexadecimal, and in base64 at each of its three alignments. */
function keyPatterns(key: string): RegExp[] {
  const asText = beginning(Array.from(key, escapedCharacter), leastOfKey);
  // As a host name or an identifier may carry it.
  const word = Array.from(key.replaceAll(/[^A-Za-z\d]/g, ''));
  const asWord = word.length >= leastOfKey ? [beginning(word, leastOfKey)] : [];
  const asHex = beginning(Array.from(key, hexOf), leastOfKey);
  const asBase64 = [0, 1, 2]
    .map((shift) => Array.from(base64Core(key, shift), base64Character))
    .filter(({ length }) => length >= 8)
    .map((characters) => beginning(characters, leastOfKey + 4));
  return [
    new RegExp([asText, ...asWord, asHex].join('|'), 'gi'),
    ...asBase64.map((pattern) => new RegExp(pattern, 'g')),
  ];
}

/** Matches at least `least` of the parts from the first on, and all that follow; line breaks and invisible characters may part them. */
function beginning(parts: readonly string[], least: number): string {
  const gap = '[\\s\\0-\\x1F\\xAD\\u200B-\\u200F\\u2060\\uFEFF]{0,8}';
  const rest = parts.slice(least).reduceRight((inner, part) => `(?:${gap}${part}${inner})?`, '');
  return parts.slice(0, least).join(gap) + rest;
}

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** A character in the escapes of addresses (also twice), JSON and HTML, or as itself. An escape may begin with the character itself. */
function escapedCharacter(character: string): string {
  const hex = hexOf(character);
  const entity = entities[character];
  const forms = [
    `%(?:25)?${hex}`,
    `\\\\{1,4}(?:u00|x)${hex}`,
    `&#(?:0{0,5}${character.charCodeAt(0)}|x0{0,5}${hex});?`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    `\\\\{0,4}\\x${hex}`,
  ];
  return `(?:${forms.join('|')})`;
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0');
}

/** The characters of base64 that depend on the key alone when `shift` bytes come before it. */
function base64Core(key: string, shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + key).toString('base64');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + Buffer.byteLength(key)) * 8) / 6);
  return encoded.slice(first, last);
}

/** Also as addresses write it. */
function base64Character(character: string): string {
  switch (character) {
    case '+':
      return '(?:[+-]|%2[bB])';
    case '/':
      return '(?:[/_]|%2[fF])';
    default:
      return character;
  }
}

function htmlTitle(html: string): string {
  const title = /<title[^<>]*>([^<]*)<\/title>/i.exec(html.slice(0, longestText * 8))?.[1] ?? '';
  return title.replaceAll(/\s+/g, ' ').trim();
}

/** Without escape sequences of terminals, control characters and marks that turn the direction of writing. */
function stripControls(text: string): string {
  return text.replaceAll(/\u001B(?:\[[\d;?]*[ -/]*[@-~]|[@-Z\\-_])/g, '').replaceAll(/[^\P{C}\n\t]/gu, '');
}
