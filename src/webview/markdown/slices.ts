// Where a long text is cut, so that no frame has more of it to take in than it can.
import { limits } from '../../shared/limits.ts';

export interface Slice {
  readonly end: number;
  readonly lines: number;
}

/** The next piece of `text` from `start` on, to `end` at most: so many characters and lines as are parsed in one go. */
export function nextSlice(text: string, start: number, end: number): Slice {
  const most = Math.min(end, start + limits.panel.slice);
  let lines = 0;
  let at = start;
  while (at < most && lines < limits.panel.sliceLines) {
    const code = text.charCodeAt(at);
    // A return and a line feed are one end.
    lines += code === 0x0d || (code === 0x0a && text.charCodeAt(at - 1) !== 0x0d) ? 1 : 0;
    at += 1;
  }
  // The two characters of one line end, or of one character, belong together.
  const isPair = at < end && /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(at - 1, at + 1));
  return { end: isPair ? at + 1 : at, lines };
}

/** The text up to its last line end; all of it where that comes early or is missing. */
export function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n') + 1;
  return end > text.length / 2 ? text.slice(0, end) : text;
}
