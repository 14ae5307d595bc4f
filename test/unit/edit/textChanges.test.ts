import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, changesBetween, lineHunks } from '../../../src/edit/textChanges.ts';
import { texts } from './texts.ts';

describe('changesBetween', () => {
  it('turns the old text into the new one', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(applyChanges(before, changesBetween(before, after))).toBe(after);
        expect(applyChanges(before, lineHunks(before, after))).toBe(after);
      }),
    );
  });

  it('is empty for equal texts', () => {
    expect(changesBetween('a\nb\n', 'a\nb\n')).toEqual([]);
  });

  it('touches only what differs within a line', () => {
    expect(changesBetween('one two three\n', 'one 2 three\n')).toEqual([{ start: 4, end: 7, text: '2' }]);
  });

  it('keeps changes apart and ascending, and never cuts a character in two', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        let end = -1;
        for (const change of changesBetween(before, after)) {
          expect(change.start).toBeGreaterThan(end);
          end = change.end;
          expect(before.slice(change.start, change.end).isWellFormed()).toBe(true);
          expect(change.text.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
