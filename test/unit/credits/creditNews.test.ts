// When people are told of their credits: once, as a line is crossed.
import { describe, expect, it } from 'vitest';
import { newsOfBalance, newsOfBudget } from '../../../src/credits/creditNews.ts';

describe('the balance', () => {
  it.each([
    [100, 60, undefined],
    [100, 50, undefined],
    [50, 49.99, 'low'],
    [49, 48, undefined],
    [60, 0, 'used-up'],
    [1, -1, 'used-up'],
    [0, 0, undefined],
    [0, -1, undefined],
    [10, 80, undefined],
  ] as const)('from %s to %s, with 50 as the line, is news: %s', (before, now, expected) => {
    expect(newsOfBalance({ before, now }, 50)).toBe(expected);
  });

  it('is never low where the user wants no warning, but can be used up', () => {
    expect(newsOfBalance({ before: 3, now: 1 }, 0)).toBeUndefined();
    expect(newsOfBalance({ before: 3, now: 0 }, 0)).toBe('used-up');
  });
});

describe('a budget', () => {
  it.each([
    [0, 79, undefined],
    [0, 80, 80],
    [79, 99.9, 99],
    [80, 90, undefined],
    [10, 130, 130],
  ] as const)('of 100 that goes from %s to %s is news: %s', (before, spentMicros, expected) => {
    expect(newsOfBudget({ limitMicros: 100, spentMicros, before })).toBe(expected);
  });
});
