// Removes keys and authorization values from texts, and makes a server's text safe to show.
import { SecretPieces } from './secretPieces.ts';
import type { Run } from './sieve.ts';

/** Longest server text that is kept, in characters. */
const longestText = 2000;

/** In characters. A shorter secret would be found in any text. */
const shortestSecret = 4;

const replacement = '[key removed]';

/**
 * Removes secrets from a text that we did not write, so that errors and logs may contain it. The time is linear in the length of the
 * text.
 */
export type Redact = (text: string) => string;

/** A redactor that removes these secrets, pieces of them and their encoded forms, besides everything that looks like a key. */
export function createRedact(...secrets: readonly (string | undefined)[]): Redact {
  const known = secrets.flatMap((secret = '') => (secret.length < shortestSecret ? [] : [secret]));
  let pieces: SecretPieces | undefined;
  return (text) => {
    // Created with the first text, because many clients never redact any.
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

/** A server's text as short plain text: HTML is reduced to its title, and control characters and keys are removed. */
export function cleanServerText(text: string, redact: Redact): string {
  const plain = /^\s*</.test(text) ? htmlTitle(text) : text;
  // More than the limit is redacted, because redaction may shorten the text.
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

/** Removes terminal escape sequences, control characters and marks that change the direction of writing. */
function stripControls(text: string): string {
  return text.replaceAll(/\u001B(?:\[[\d;?]*[ -/]*[@-~]|[@-Z\\-_])/g, '').replaceAll(/[^\P{C}\n\t]/gu, '');
}
