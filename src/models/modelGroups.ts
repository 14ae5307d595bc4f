// Which models the menu lists: what the gateway told, and what the user once typed.
import type { Model } from '../shared/gateway.ts';
import { orderModels, type Knowledge, type ModelOrder } from './modelOrder.ts';

export interface ListedModels {
  readonly models: readonly Model[];
  readonly current: string;
  /** Model ids. */
  readonly favourites: readonly string[];
}

export interface ModelGroups {
  readonly starred: readonly Model[];
  readonly others: readonly Model[];
}

/** Each group in the order that the user chose. */
export function groupModels(listed: ListedModels, order: ModelOrder, knowledge: Knowledge): ModelGroups {
  const favourites = new Set(listed.favourites);
  const { starred = [], others = [] } = Object.groupBy(knownModels(listed), ({ id }) =>
    favourites.has(id) ? 'starred' : 'others',
  );
  return { starred: orderModels(starred, order, knowledge), others: orderModels(others, order, knowledge) };
}

/** The current one and favourites may be any that the user once typed. */
export function knownModels({ models, current, favourites }: ListedModels): readonly Model[] {
  const listed = new Set(models.map(({ id }) => id));
  const unlisted = new Set([current, ...favourites].filter((id) => !listed.has(id)));
  return [...[...unlisted].map((id) => ({ id })), ...models];
}
