// Groups the models of the menu: those that the gateway lists, and those whose ids the user once typed.
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

/** Separates the starred models from the others and sorts each group in the order that the user chose. */
export function groupModels(listed: ListedModels, order: ModelOrder, knowledge: Knowledge): ModelGroups {
  const favourites = new Set(listed.favourites);
  const { starred = [], others = [] } = Object.groupBy(knownModels(listed), ({ id }) =>
    favourites.has(id) ? 'starred' : 'others',
  );
  return { starred: orderModels(starred, order, knowledge), others: orderModels(others, order, knowledge) };
}

/** All models of the menu. The current model and favourites come first where they are not listed: the user may have typed any id. */
export function knownModels({ models, current, favourites }: ListedModels): readonly Model[] {
  const listed = new Set(models.map(({ id }) => id));
  const unlisted = new Set([current, ...favourites].filter((id) => !listed.has(id)));
  return [...[...unlisted].map((id) => ({ id })), ...models];
}
