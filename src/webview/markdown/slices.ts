// Cuts a long text into slices that can each be parsed within one frame.
import { limits } from '../../shared/limits.ts';

export interface Slice {
  readonly end: number;
  readonly lines: number;
}

/**
 * The next slice of `text` between `start` and `end`: as many characters and lines as are parsed at once. Never splits a surrogate pair or
 * a CRLF.
 */
export function nextSlice(text: string, start: number, end: number): Slice {
  const most = Math.min(end, start + limits.panel.slice);
  let lines = 0;
  let at = start;
  while (at < most && lines < limits.panel.sliceLines) {
    const code = text.charCodeAt(at);
    // CRLF counts as one line end.
    lines += code === 0x0d || (code === 0x0a && text.charCodeAt(at - 1) !== 0x0d) ? 1 : 0;
    at += 1;
  }
  // The cut must not part CR from LF, or the halves of a surrogate pair.
  const isPair = at < end && /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(at - 1, at + 1));
  return { end: isPair ? at + 1 : at, lines };
}

/** The text up to its last line end, or all of it if that lies in the first half or is missing. */
export function wholeLines(text: string): string {
  const end = text.lastIndexOf('\n') + 1;
  return end > text.length / 2 ? text.slice(0, end) : text;
}
