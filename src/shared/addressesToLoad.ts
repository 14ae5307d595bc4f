// Code that makes an editor load something as soon as it is shown: JSON, XML and YAML may name their schema by its address.

/** Marks of a schema, a document type or a style sheet, in whatever language; the type of every page of HTML names nothing. */
const marks = /\$schema|schemaLocation|<!DOCTYPE(?!\s+html\s*>)|<!ENTITY|xml-model|xml-stylesheet|xi:include/i;
/** Characters of ASCII that are written by their numbers, and may make up a mark or an address. */
const escapes = /\\(?:u00|x|U000000)[2-7]|&#/i;
const address = /\b(?:https?|ftp):\/\/[^\s"'<>`]+/gi;

/** Whether there may be any: found in a moment, however long the text is. */
export function mayLoadAddresses(text: string): boolean {
  return marks.test(text) || escapes.test(text);
}

/**
 * The addresses that come with `after` and were not in `before`, where anything in it may have an editor load them. Rather one too many:
 * what exactly is loaded is up to the extensions that are installed.
 */
export function addressesToLoad(before: string, after: string): readonly string[] {
  const code = mayLoadAddresses(after) ? unescaped(after) : '';
  if (!marks.test(code)) {
    return [];
  }
  const known = new Set(unescaped(before).match(address));
  return [...new Set(code.match(address))].filter((one) => !known.has(one));
}

/** With the characters that JSON, XML and YAML write by their numbers. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\(?:u0000(?=[\da-f]{4})|u|x)([\da-f]{4}|[\da-f]{2})/gi, (_, digits: string) =>
      toCharacter(digits, 16),
    )
    .replaceAll(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_, hex: string | undefined, decimal: string) =>
      hex === undefined ? toCharacter(decimal, 10) : toCharacter(hex, 16),
    )
    .replaceAll('\\/', '/');
}

function toCharacter(digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
