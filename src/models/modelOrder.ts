// Sorts the models of the model menu. Pure.
import type { ContextWindow } from './contextWindow.ts';
import type { Model } from '../shared/gateway.ts';
import type { ModelFacts } from '../shared/modelFacts.ts';

/** The orders for which the menu has buttons, in the order of these buttons. */
export const modelOrders = ['name', 'price', 'speed', 'context'] as const;

/** `listed`: as the gateway lists them. */
export type ModelOrder = 'listed' | (typeof modelOrders)[number];

/** The facts by which models are sorted. */
export interface Knowledge {
  readonly facts: Pick<ModelFacts, 'priceOf' | 'statisticsOf'>;
  readonly contextWindowOf: (model: Model) => ContextWindow | undefined;
  /** Language tag, for names. */
  readonly language: string;
}

/** The request for which prices are compared: a question with its files, and an answer a third as long. */
const usualRequest = { promptTokens: 3000, cachedTokens: 0, completionTokens: 1000 };

export function isModelOrder(value: unknown): value is ModelOrder {
  return value === 'listed' || modelOrders.some((order) => order === value);
}

/** Puts the cheapest, fastest or largest models first, and those without a known figure last, in their given order. */
export function orderModels(models: readonly Model[], order: ModelOrder, knowledge: Knowledge): readonly Model[] {
  const { facts, contextWindowOf, language } = knowledge;
  switch (order) {
    case 'listed':
      return models;
    case 'name': {
      const { compare } = new Intl.Collator(language, { numeric: true });
      return models.toSorted((left, right) => compare(left.id, right.id));
    }
    case 'price':
      return ascending(models, ({ id }) => facts.priceOf(id)?.predict(usualRequest).micros);
    case 'speed':
      return ascending(models, ({ id }) => negative(facts.statisticsOf(id)?.tokensPerSecond));
    case 'context':
      return ascending(models, (model) => negative(contextWindowOf(model)?.tokens));
  }
}

function ascending(models: readonly Model[], keyOf: (model: Model) => number | undefined): readonly Model[] {
  const keys = new Map(models.map((model) => [model, keyOf(model) ?? Number.MAX_VALUE]));
  return models.toSorted((left, right) => (keys.get(left) ?? 0) - (keys.get(right) ?? 0));
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}
