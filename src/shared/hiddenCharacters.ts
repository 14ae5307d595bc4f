// Characters that nobody sees and that change what others mean, or seem to: marks of direction, of no width, and tags.

const hidden = /[\u200B-\u200F\u202A-\u202E\u2066-\u2069]|\uDB40[\uDC00-\uDC7F]/g;

/** The first half of a tag character, which the next piece of a text may complete. */
const halfTag = '\uDB40';

/** Those of a text that comes in pieces, in the order in which they come, each kind once. */
export class HiddenCharacters {
  readonly #found = new Set<string>();
  #rest = '';

  /** True where the piece has brought a kind that was not there before. */
  add(piece: string): boolean {
    const before = this.#found.size;
    for (const [character] of (this.#rest + piece).matchAll(hidden)) {
      this.#found.add(character);
    }
    this.#rest = piece.endsWith(halfTag) ? halfTag : '';
    return this.#found.size > before;
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
