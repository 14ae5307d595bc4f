// Takes keys and authorization values out of any text, and makes a server's text safe to show.
import { SecretPieces } from './secretPieces.ts';
import type { Run } from './sieve.ts';

/** Longest server text that is kept, in characters. */
const longestText = 2000;

/** A shorter secret would be found in any text. In characters. */
const shortestSecret = 4;

const replacement = '[key removed]';

/** Makes text of others safe for errors and logs: without secrets. Its time grows with the text's length only. */
export type Redact = (text: string) => string;

/** A redactor that knows these secrets by what is left of them, in whatever form, besides everything that looks like a key. */
export function createRedact(...secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.flatMap((secret = '') => (secret.length < shortestSecret ? [] : [secret]));
  let pieces: SecretPieces | undefined;
  return (text) => {
    // Made with the first text: many clients never get one.
    pieces ??= new SecretPieces(known);
    return redactPatterns(withoutRanges(text, pieces.find(text)));
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

function withoutRanges(text: string, ranges: readonly Run[]): string {
  let clean = '';
  let end = 0;
  for (const range of ranges) {
    clean += text.slice(end, range.start) + replacement;
    end = range.end;
  }
  return clean + text.slice(end);
}

function htmlTitle(html: string): string {
  const title = /<title[^<>]*>([^<]*)<\/title>/i.exec(html.slice(0, longestText * 8))?.[1] ?? '';
  return title.replaceAll(/\s+/g, ' ').trim();
}

/** Without escape sequences of terminals, control characters and marks that turn the direction of writing. */
function stripControls(text: string): string {
  return text.replaceAll(/\u001B(?:\[[\d;?]*[ -/]*[@-~]|[@-Z\\-_])/g, '').replaceAll(/[^\P{C}\n\t]/gu, '');
}
