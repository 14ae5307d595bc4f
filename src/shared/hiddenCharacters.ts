// Characters that nobody sees and that change what others mean, or seem to: what Unicode calls ignorable (marks of direction, of no
// width, tags, fillers, variation selectors), separators that look like spaces, and blanks that are none.

/** A selector of how an emoji looks belongs to it; behind anything else it makes another name of what looks the same. */
const hidden =
  /(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|(?<!\p{Extended_Pictographic})[\uFE0E\uFE0F]|[\u2028\u2029\u2800\uFFF9-\uFFFB]/gu;

/** Code units of what came before that tell of what comes: an emoji, or the first half of a character. */
const unitsKept = 2;

/** Those of a text that comes in pieces, in the order in which they come, each kind once. */
export class HiddenCharacters {
  readonly #found = new Set<string>();
  #before = '';

  /** True where the piece has brought a kind that was not there before. */
  add(piece: string): boolean {
    const { size } = this.#found;
    const text = this.#before + piece;
    for (const { 0: character, index } of text.matchAll(hidden)) {
      if (index + character.length > this.#before.length) {
        this.#found.add(character);
      }
    }
    this.#before = text.slice(-unitsKept);
    return this.#found.size > size;
  }

  /** As Unicode writes them: `U+202E`. */
  get names(): readonly string[] {
    return Array.from(this.#found, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    });
  }
}

export function withoutHidden(text: string): string {
  return text.replaceAll(hidden, '');
}
