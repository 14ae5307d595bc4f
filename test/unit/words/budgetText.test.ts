import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { budgetNames } from '../../../src/words/budgetText.ts';

describe('budgetNames', () => {
  it.each([
    ['message', 'Budget for a message', 'budget for this message'],
    ['chat', 'Budget for this chat', 'budget for this chat'],
    ['day', 'Budget for today', 'budget for today'],
  ] as const)('calls the budget of a %s by the place in the sentence', (scope, atStart, within) => {
    expect(budgetNames(scope, createTranslate({}))).toEqual({ atStart, within });
  });
});
