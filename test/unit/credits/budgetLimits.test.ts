// Budgets are set in credits and kept in micros: none may vanish on the way.
import { describe, expect, it } from 'vitest';
import { budgetLimits } from '../../../src/credits/budgetLimits.ts';

describe('a budget of', () => {
  it.each([
    [0, 0],
    [-1, 0],
    [1, 1_000_000],
    [0.25, 250_000],
    [0.000_000_1, 1],
    [1e300, Number.MAX_SAFE_INTEGER],
  ])('%s credits is a limit of %s micros', (credits, micros) => {
    expect(budgetLimits({ perMessage: credits, perChat: credits, perDay: credits }, 7)).toEqual({
      perMessage: micros,
      perChat: micros,
      perDay: micros,
      dayStart: 7,
    });
  });
});
