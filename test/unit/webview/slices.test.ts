// How much of a long text the panel takes in at once.
import { describe, expect, it } from 'vitest';
import { nextSlice } from '../../../src/webview/markdown/slices.ts';

function linesOf(text: string): number {
  let lines = 0;
  for (let at = 0; at < text.length;) {
    const slice = nextSlice(text, at, text.length);
    at = slice.end;
    lines += slice.lines;
  }
  return lines;
}

describe('slices of a text', () => {
  it.each(['\n', '\r', '\r\n'])('count as many lines as there are, with ends of %j', (end) => {
    expect(linesOf(`a${end}`.repeat(1_000))).toBe(1_000);
    expect(linesOf(end.repeat(1_000))).toBe(1_000);
  });

  it('end behind a whole line end and a whole character', () => {
    expect(nextSlice(`${'x'.repeat(16_383)}\r\ny`, 0, 16_386)).toEqual({ end: 16_385, lines: 1 });
    expect(nextSlice(`${'x'.repeat(16_383)}😀y`, 0, 16_386).end).toBe(16_385);
  });
});
