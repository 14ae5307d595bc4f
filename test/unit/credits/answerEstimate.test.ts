import { describe, expect, it } from 'vitest';
import { estimateOutput } from '../../../src/credits/answerEstimate.ts';

describe('estimateOutput', () => {
  it.each([
    [[], undefined],
    [[7], { typical: 7, high: 7 }],
    [[10, 2], { typical: 2, high: 10 }],
    [[100, 9, 20], { typical: 20, high: 100 }],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { typical: 5, high: 9 }],
    [[0, 0, 0, 400], { typical: 0, high: 400 }],
  ])('of %j is %j', (tokens, expected) => {
    expect(estimateOutput(tokens)).toEqual(expected);
  });
});
