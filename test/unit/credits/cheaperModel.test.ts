import { describe, expect, it } from 'vitest';
import { cheaperModel } from '../../../src/credits/cheaperModel.ts';
import type { LearnedPrice } from '../../../src/shared/modelFacts.ts';

const micros: Readonly<Record<string, number>> = { dear: 100, close: 70, cheap: 69, cheapest: 5 };

/** Costs the same for any tokens. */
function priceOf(model: string): LearnedPrice | undefined {
  const cost = micros[model];
  return cost === undefined ? undefined : ({ predict: () => ({ micros: cost }) } as unknown as LearnedPrice);
}

describe('a cheaper model', () => {
  it.each([
    ['dear', ['dear', 'cheap', 'cheapest'], 'cheapest'],
    ['dear', ['dear', 'close', 'cheap'], 'cheap'],
    ['dear', ['dear', 'close'], undefined],
    ['dear', ['dear', 'unknown'], undefined],
    ['dear', [], undefined],
    ['unknown', ['cheap'], undefined],
    ['cheapest', ['dear', 'cheap', 'cheapest'], undefined],
  ])('than %s among %j is %s', (model, models, expected) => {
    expect(cheaperModel(model, models, priceOf)).toBe(expected);
  });
});
