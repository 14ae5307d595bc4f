// Takes any JavaScript string through SQLite and back: UTF-8 cannot hold a lone surrogate, and some SQLite functions end a text at NUL.

/** A noncharacter, which no interchanged text should contain. It precedes the four hexadecimal digits of the code unit that it replaces. */
const mark = '\uFDD0';

const needsMark = /[\0\uFDD0]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

export function toStored(text: string): string {
  return text.replace(needsMark, (unit) => mark + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

export function fromStored(text: string): string {
  return text.includes(mark)
    ? text.replace(/\uFDD0([\da-f]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
    : text;
}
