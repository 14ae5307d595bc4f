import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeLineEnds, offsetOf, positionFinder, withLineEnds } from '../../../src/edit/lineEnds.ts';
import { texts } from './texts.ts';

describe('line ends', () => {
  it('are all line feeds once normalized, and the document’s own again afterwards', () => {
    expect(normalizeLineEnds('a\r\nb\rc\n\r\n')).toBe('a\nb\nc\n\n');
    fc.assert(
      fc.property(texts, (text) => {
        expect(withLineEnds(text, '\n')).toBe(text);
        expect(normalizeLineEnds(withLineEnds(text, '\r\n'))).toBe(text);
      }),
    );
  });

  it('count as one character in offsets', () => {
    const text = normalizeLineEnds('one\r\ntwo\r\nthree');
    expect(offsetOf(text, { line: 2, character: 1 })).toBe(9);
    expect(positionFinder(text)(9)).toEqual({ line: 2, character: 1 });
  });

  it('lead from each offset to its position and back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const positionAt = positionFinder(text);
        for (let offset = 0; offset <= text.length; offset += 1) {
          expect(offsetOf(text, positionAt(offset))).toBe(offset);
        }
      }),
    );
  });

  it('are the last place of their line', () => {
    expect(offsetOf('one\ntwo\n', { line: 0, character: 99 })).toBe(3);
    expect(offsetOf('one\ntwo', { line: 1, character: 99 })).toBe(7);
    expect(offsetOf('one\ntwo', { line: 9, character: 0 })).toBe(7);
  });
});
