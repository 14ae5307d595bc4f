// A model that costs clearly less than another one, by what was learned of their prices. Pure.
import type { LearnedPrice } from '../shared/modelFacts.ts';

/** By which models are compared. */
const usualTokens = { promptTokens: 1_000, cachedTokens: 0, completionTokens: 500 };
const clearlyLess = 0.7;

/** The cheapest of `models` if it costs clearly less than `model`, as far as prices are known. */
export function cheaperModel(
  model: string,
  models: Iterable<string>,
  priceOf: (model: string) => LearnedPrice | undefined,
): string | undefined {
  const costOf = (one: string): number | undefined => priceOf(one)?.predict(usualTokens).micros;
  const own = costOf(model);
  if (own === undefined) {
    return undefined;
  }
  const others = [...models].filter((one) => one !== model);
  const costs = others.map((one) => ({ one, micros: costOf(one) ?? Infinity }));
  const [cheapest] = costs.toSorted((first, second) => first.micros - second.micros);
  return cheapest && cheapest.micros < clearlyLess * own ? cheapest.one : undefined;
}
