// Figures as people read them, in each language.
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toCredits } from '../../../src/shared/money.ts';
import { Numbers } from '../../../src/words/numbers.ts';

const english = new Numbers('en');

describe('credits', () => {
  it.each([
    [0, '0'],
    [4, '0.000004'],
    [-4, '-0.000004'],
    [123_456, '0.123'],
    [1_234, '0.00123'],
    [999_999, '1'],
    [1_000_000, '1'],
    [1_300_000, '1.3'],
    [1_005_000, '1.01'],
    [1_234_567_890, '1,234.57'],
    [-2_000_000, '-2'],
    [0.25, '0.00000025'],
  ])('shows %d as %s', (amount, text) => {
    expect(english.credits(amount)).toBe(text);
  });

  it('speaks the user’s language', () => {
    expect([new Numbers('id').credits(1_234_567_890), new Numbers('id').credits(4)]).toEqual(['1.234,57', '0,000004']);
    expect(new Numbers('zh-cn').credits(1_234_567_890)).toBe('1,234.57');
  });

  it('never says nothing for something, and is near to it', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        const shown = Number(english.credits(amount).replaceAll(',', ''));
        expect(shown === 0).toBe(amount === 0);
        expect(Math.abs(shown - toCredits(amount))).toBeLessThanOrEqual(Math.abs(toCredits(amount)) * 0.0051);
      }),
    );
  });
});

describe('amount', () => {
  it.each([
    ['en', '12,345.68'],
    ['id', '12.345,68'],
    ['zh-cn', '12,345.68'],
  ])('writes numbers as %s does', (language, expected) => {
    expect(new Numbers(language).amount(12_345.678)).toBe(expected);
  });
});

describe('share', () => {
  it.each([
    [0, 0, '0%'],
    [0, 8, '0%'],
    [1, 1_000, '<1%'],
    [1, 3, '33%'],
    [999, 1_000, '>99%'],
    [8, 8, '100%'],
  ])('%d of %d is %s', (part, total, text) => {
    expect(english.share(part, total)).toBe(text);
  });
});

describe('durations, rates and sizes', () => {
  it('write seconds with one decimal, also where it is 0', () => {
    expect([812, 1_000, 12_345, 0].map((ms) => english.seconds(ms))).toEqual(['0.8', '1.0', '12.3', '0.0']);
    expect(new Numbers('id').seconds(1_450)).toBe('1,5');
  });

  it('write an average with a decimal only where it is small', () => {
    expect([0.25, 9.94, 10, 64.7].map((value) => english.average(value))).toEqual(['0.3', '9.9', '10', '65']);
  });

  it.each([
    [500, '500'],
    [8_192, '8k'],
    [32_000, '32k'],
    [131_072, '128k'],
    [200_000, '200k'],
    [1_000_000, '1M'],
    [1_048_576, '1M'],
  ])('write a context window of %d tokens as %s', (tokens, text) => {
    expect(english.contextTokens(tokens)).toBe(text);
  });

  it('write counts in full and in short', () => {
    expect([english.whole(1_234.4), english.compact(12_345), new Numbers('id').whole(1_234)]).toEqual([
      '1,234',
      '12.3K',
      '1.234',
    ]);
  });
});

describe('times', () => {
  const time = new Date(2026, 0, 3, 9, 5).getTime();

  it('have a form for each place', () => {
    const { clock, moment, columnMoment, day, shortDay, dayOfYear, weekday, month, longMonth } = english;
    const texts = [clock, moment, columnMoment, day, shortDay, dayOfYear, weekday, month, longMonth].map((write) =>
      // Between the time and AM stands a space that does not break.
      write(time).replaceAll(/\s/g, ' '),
    );
    expect(texts).toEqual([
      '9:05 AM',
      'Jan 3, 2026, 9:05 AM',
      'Jan 3, 2026, 09:05 AM',
      'Sat, Jan 3, 2026',
      'Jan 3',
      'January 3',
      'Saturday',
      'Jan 2026',
      'January 2026',
    ]);
  });
});

describe('formatters', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are made when they are first needed, and once', () => {
    const made = vi.spyOn(Intl, 'NumberFormat');
    const numbers = new Numbers('en');
    expect(made).not.toHaveBeenCalled();
    numbers.credits(2_000_000);
    numbers.credits(3_000_000);
    expect(made).toHaveBeenCalledTimes(1);
  });
});
