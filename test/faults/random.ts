// A small seeded generator, so that whatever fails can be tried again: mulberry32.

export class Random {
  #state: number;

  /** Any whole number. `salt` gives each user of one seed a sequence of its own. */
  constructor(seed: number, salt = '') {
    this.#state = seed | 0;
    for (const character of salt) {
      this.#state = Math.imul(this.#state ^ (character.codePointAt(0) ?? 0), 0x5bd1e995);
    }
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, at least 0 and below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** A list of `length` times what `make` gives. */
  list<Item>(length: number, make: (index: number) => Item): Item[] {
    return Array.from({ length }, (_, index) => make(index));
  }
}
