// Takes keys and authorization values out of any text, and makes a server's text safe to show.

/** Longest server text that is kept, in characters. */
const longestText = 2000;

const replacement = '[key removed]';

/** Makes text of others safe for errors and logs: without secrets. */
export type Redact = (text: string) => string;

/** A redactor that knows this key in each form in which it could come back, besides everything that looks like a key. */
export function createRedact(key: string | undefined): Redact {
  const forms = key === undefined || key.length < 4 ? [] : keyForms(key);
  return (text) => {
    let clean = text;
    for (const form of forms) {
      clean = clean.replaceAll(form, replacement);
    }
    return redactPatterns(clean);
  };
}

/** Removes what looks like a key, an authorization value or a password in an address. */
export function redactPatterns(text: string): string {
  return text
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/*-]{16,}=*/gi, `$1 ${replacement}`)
    .replaceAll(/\bsk-[\w*.-]{4,}/g, replacement)
    .replaceAll(/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1');
}

/** Server text as one plain, short text: HTML becomes its title, control characters go, keys go. */
export function cleanServerText(text: string, redact: Redact): string {
  const plain = /^\s*</.test(text) ? htmlTitle(text) : text;
  // The key could lie across the cut, so that half of it would stay: redact a longer piece first.
  const redacted = redact(stripControls(plain.slice(0, longestText * 4))).trim();
  return redacted.length <= longestText ? redacted : `${redacted.slice(0, longestText - 1)}…`;
}

function keyForms(key: string): string[] {
  const base64 = [0, 1, 2].map((shift) => base64Core(key, shift)).filter((form) => form.length >= 8);
  return [key, encodeURIComponent(key), ...base64];
}

/** The characters of base64 that depend on the key alone when `shift` bytes come before it. */
function base64Core(key: string, shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + key).toString('base64');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + Buffer.byteLength(key)) * 8) / 6);
  return encoded.slice(first, last);
}

function htmlTitle(html: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html.slice(0, longestText * 8))?.[1] ?? '';
  return title.replaceAll(/\s+/g, ' ').trim();
}

/** Without escape sequences of terminals, control characters and marks that turn the direction of writing. */
function stripControls(text: string): string {
  return text.replaceAll(/\u001B(?:\[[\d;?]*[ -/]*[@-~]|[@-Z\\-_])/g, '').replaceAll(/[^\P{C}\n\t]/gu, '');
}
