// Finds how the end of a text repeats the beginning of another text, or itself, in linear time. Pure.

/**
 * The lengths of all prefixes of `head` that are suffixes of `tail`, longest first:
 * https://en.wikipedia.org/wiki/Knuth-Morris-Pratt_algorithm
 */
export function* overlaps(tail: string, head: string): Generator<number> {
  /** For each length of a prefix of `head`: the length of its longest proper prefix that is also its suffix. */
  const shorter = new Uint32Array(head.length + 1);
  const extend = (length: number, character: string): number => {
    let matched = length;
    while (matched > 0 && head[matched] !== character) {
      matched = shorter[matched] ?? 0;
    }
    return head[matched] === character ? matched + 1 : 0;
  };
  for (let end = 1; end < head.length; end += 1) {
    shorter[end + 1] = extend(shorter[end] ?? 0, head.charAt(end));
  }
  let length = 0;
  for (let index = 0; index < tail.length; index += 1) {
    length = extend(length, tail.charAt(index));
  }
  for (; length > 0; length = shorter[length] ?? 0) {
    yield length;
  }
}

/** Tells whether the end of a text is periodic. */
export class Circles {
  /** For each distance: how many characters at the end of the text equal those this far before them (Z function of the reversed text). */
  readonly #repeated: Uint32Array;

  constructor(text: string) {
    const { length } = text;
    const at = (fromEnd: number): number => text.charCodeAt(length - 1 - fromEnd);
    this.#repeated = new Uint32Array(length);
    let start = 0;
    let end = 0;
    for (let distance = 1; distance < length; distance += 1) {
      let count = distance < end ? Math.min(end - distance, this.#at(distance - start)) : 0;
      while (distance + count < length && at(count) === at(distance + count)) {
        count += 1;
      }
      this.#repeated[distance] = count;
      if (distance + count > end) {
        start = distance;
        end = distance + count;
      }
    }
  }

  /** True if the last `length` characters belong to a period that occurs at least twice, such as a row of zeros. */
  isIn(length: number): boolean {
    for (let period = 1; period <= length; period += 1) {
      if (this.#at(period) >= Math.max(length, 2 * period) - period) {
        return true;
      }
    }
    return false;
  }

  #at(distance: number): number {
    return this.#repeated[distance] ?? 0;
  }
}
