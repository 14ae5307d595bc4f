// Keeps which models the user starred and the order in which the menu lists models. Both are the same in every window.
import { isModelOrder, type ModelOrder } from './modelOrder.ts';

const favouritesKey = 'opencodex.favouriteModels';
const orderKey = 'opencodex.modelOrder';

/** The part of VS Code's `Memento` that is needed here. */
interface State {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

export class FavouriteModels {
  readonly #state: State;

  constructor(globalState: State) {
    this.#state = globalState;
  }

  /** The ids of the starred models, in the order in which they were starred. */
  get ids(): readonly string[] {
    const stored = this.#state.get(favouritesKey);
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
  }

  /** Stars the model, or takes the star away. */
  async toggle(id: string): Promise<void> {
    const { ids } = this;
    await this.#state.update(favouritesKey, ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
  }

  /** The gateway's own order where the user chose none. */
  get order(): ModelOrder {
    const stored = this.#state.get(orderKey);
    return isModelOrder(stored) ? stored : 'listed';
  }

  async setOrder(order: ModelOrder): Promise<void> {
    await this.#state.update(orderKey, order);
  }
}
