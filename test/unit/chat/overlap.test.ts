// Against the same said literally: every length, every period.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Circles, overlaps } from '../../../src/chat/overlap.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '好'), maxLength: 40 });

function lengthsBetween(least: number, most: number): number[] {
  return Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => least + index);
}

it('the lengths of an overlap are all that there are, the longest first', () => {
  fc.assert(
    fc.property(text, text, (tail, head) => {
      const expected = lengthsBetween(1, head.length).filter((length) => tail.endsWith(head.slice(0, length)));
      expect([...overlaps(tail, head)]).toEqual(expected.reverse());
    }),
    { numRuns: 2_000 },
  );
});

it('an end goes in circles where some part of it comes twice in a row', () => {
  const goesInCircles = (whole: string, length: number): boolean =>
    lengthsBetween(1, length).some((period) => {
      const run = whole.slice(-Math.max(length, 2 * period));
      return run.length >= 2 * period && run.endsWith(run.slice(0, -period));
    });
  fc.assert(
    fc.property(text, (whole) => {
      const circles = new Circles(whole);
      const lengths = lengthsBetween(1, whole.length);
      expect(lengths.map((length) => circles.isIn(length))).toEqual(
        lengths.map((length) => goesInCircles(whole, length)),
      );
    }),
    { numRuns: 2_000 },
  );
});
