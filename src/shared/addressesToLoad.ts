// Finds addresses that an editor may load as soon as it shows some code: JSON, XML and YAML may name their schema by its address.

/**
 * Marks of a schema, a document type or a style sheet, in any language. The document type of plain HTML is excluded: it names no address.
 */
const marks = /\$schema|schemaLocation|<!DOCTYPE(?!\s+html\s*>)|<!ENTITY|xml-model|xml-stylesheet|xi:include/i;
/** Escapes of ASCII characters, which may be part of a mark or an address. */
const escapes = /\\(?:u00|x|U000000)[2-7]|&#/i;
const address = /\b(?:https?|ftp):\/\/[^\s"'<>`]+/gi;

/** A quick test whether the text may have such addresses, however long it is. */
export function mayLoadAddresses(text: string): boolean {
  return marks.test(text) || escapes.test(text);
}

/**
 * The addresses of `after` that `before` does not have, where a mark in `after` may make an editor load them. It may give too many: the
 * extensions that are installed decide what is loaded.
 */
export function addressesToLoad(before: string, after: string): readonly string[] {
  const code = mayLoadAddresses(after) ? unescaped(after) : '';
  if (!marks.test(code)) {
    return [];
  }
  const known = new Set(unescaped(before).match(address));
  return [...new Set(code.match(address))].filter((one) => !known.has(one));
}

/** Decodes the characters that JSON, XML and YAML write by their numbers. */
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
