// What a gateway says it has counted: whole numbers that the ledger can hold, or nothing.
import { describe, expect, it } from 'vitest';
import { readUsage } from '../../../src/api/usage.ts';

describe('tokens', () => {
  it.each([
    [2 ** 53, undefined],
    [9.2e18, undefined],
    [-1, undefined],
    [12.5, 13],
    [7, 7],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ])('of %s are taken for %s', (told, tokens) => {
    const usage = readUsage({ prompt_tokens: told, completion_tokens: 1 });
    expect(usage?.promptTokens ?? undefined).toBe(tokens);
  });

  it('in details that are no whole number are rounded, as those of a cache', () => {
    const usage = readUsage({
      prompt_tokens: 10,
      completion_tokens: 1,
      prompt_tokens_details: { cached_tokens: 0.5 },
    });
    expect(Number.isSafeInteger(usage?.cachedTokens ?? 0)).toBe(true);
  });
});
