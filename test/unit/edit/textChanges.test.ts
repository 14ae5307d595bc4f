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

  it('takes what differs in thousands of lines as one, in a moment, and lines before and after it stay', () => {
    const body = (name: string): string => Array.from({ length: 20_000 }, (_, index) => `${name}${index}\n`).join('');
    const [before, after] = [`head\n${body('a')}tail\n`, `head\n${body('b')}tail\n`];
    const startedAt = process.cpuUsage();
    const hunks = lineHunks(before, after);
    const { user, system } = process.cpuUsage(startedAt);
    expect(hunks).toEqual([{ start: 5, end: before.length - 5, text: body('b') }]);
    expect(applyChanges(before, changesBetween(before, after))).toBe(after);
    // A second of the processor; comparing each line with each takes a minute.
    expect(user + system).toBeLessThan(1_000_000);
  });

  it('takes what is added to the end of a text, or all of it, as one, too', () => {
    const added = Array.from({ length: 2_000 }, (_, index) => `line ${index}\n`).join('');
    expect(lineHunks('a\n', `a\n${added}`)).toEqual([{ start: 2, end: 2, text: added }]);
    expect(lineHunks(added, '')).toEqual([{ start: 0, end: added.length, text: '' }]);
    expect(lineHunks('', added)).toEqual([{ start: 0, end: 0, text: added }]);
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
