// Code that makes an editor load something as soon as it is shown: JSON, XML and YAML may name their schema by its address.

/** Marks of a schema, a document type or a style sheet, in whatever language. */
const marks = /\$schema|schemaLocation|<!DOCTYPE|<!ENTITY|xml-model|xml-stylesheet|xi:include/i;
const address = /\b(?:https?|ftp):\/\/[^\s"'<>`]+/gi;

/**
 * The addresses that come with `after` and were not in `before`, where anything in it may have an editor load them. Rather one too many:
 * what exactly is loaded is up to the extensions that are installed.
 */
export function addressesToLoad(before: string, after: string): readonly string[] {
  const code = /\\|&#/.test(after) ? unescaped(after) : after;
  if (!marks.test(code)) {
    return [];
  }
  const known = new Set(unescaped(before).match(address));
  return [...new Set(code.match(address))].filter((one) => !known.has(one));
}

/** With the characters that JSON, XML and YAML write by their numbers. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\(?:u|x|U0000)([\da-f]{4}|[\da-f]{2})/gi, (_, digits: string) => toCharacter(digits, 16))
    .replaceAll(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (_, hex: string | undefined, decimal: string) =>
      hex === undefined ? toCharacter(decimal, 10) : toCharacter(hex, 16),
    )
    .replaceAll('\\/', '/');
}

function toCharacter(digits: string, base: number): string {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
