// Counts the parts and the depth of JSON text before it is parsed: in one pass, in pieces of any length, without a copy.

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

export class JsonMeter {
  #depth = 0;
  #deepest = 0;
  #parts = 0;
  #isInString = false;
  /** True where the next character of the string is escaped. */
  #isEscaped = false;

  /** The deepest nesting of brackets so far. */
  get deepest(): number {
    return this.#deepest;
  }

  /** The number of opening brackets, commas and colons outside of strings. No text has more values and names than this and one. */
  get parts(): number {
    return this.#parts;
  }

  /**
   * Takes the next piece, up to the end of the outermost object or list. Returns the index behind that end; undefined where the text goes
   * on.
   */
  feed(text: string): number | undefined {
    let index = 0;
    while (index < text.length) {
      if (this.#isInString) {
        index = this.#skipString(text, index);
        continue;
      }
      switch (text.charCodeAt(index)) {
        case quote:
          this.#isInString = true;
          break;
        case comma:
        case colon:
          this.#parts += 1;
          break;
        case 0x5b:
        case 0x7b:
          this.#parts += 1;
          this.#depth += 1;
          this.#deepest = Math.max(this.#deepest, this.#depth);
          break;
        case 0x5d:
        case 0x7d:
          this.#depth -= 1;
          if (this.#depth === 0) {
            return index + 1;
          }
          break;
      }
      index += 1;
    }
    return undefined;
  }

  /** The index behind the end of the string; the end of the text where the string goes on. */
  #skipString(text: string, start: number): number {
    if (this.#isEscaped) {
      this.#isEscaped = false;
      return start + 1;
    }
    const found = text.indexOf('"', start);
    const end = found === -1 ? text.length : found;
    let slashes = 0;
    while (end - slashes > start && text.charCodeAt(end - slashes - 1) === backslash) {
      slashes += 1;
    }
    const isEscaped = slashes % 2 === 1;
    if (found === -1) {
      this.#isEscaped = isEscaped;
      return end;
    }
    this.#isInString = isEscaped;
    return end + 1;
  }
}
