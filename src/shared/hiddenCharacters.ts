// Finds characters that nobody sees and that change what a text means or seems to mean: characters that are never drawn, direction marks,
// control characters, and line ends that do not look like line ends. A character that its script or emoji needs does not count.

/** All candidates. The expression is fast on the commonest texts, which contain none. */
const suspects = /[\p{DI}\u2028\u2029\u2800\uFFF9-\uFFFB\0-\x08\x0E-\x1F\x7F-\x9F]/gu;

/** Scripts of Persian, Hindi and many other languages, whose letters are joined or kept apart by a zero-width character. */
const joinedScripts = 'Arab Beng Deva Gujr Guru Knda Mlym Mong Nkoo Orya Sinh Syrc Taml Telu';
const scriptsWithoutSpaces = 'Khmr Laoo Mymr Thai Tibt';

/** The places in which a candidate is legitimate. Each pattern looks at most `longestContext` back. */
const atHome = new RegExp(
  [
    // Families, professions and flags: an emoji, its colour or form, and the joiner to the next emoji.
    String.raw`(?<=\p{ExtPict}[\uFE0F\u{1F3FB}-\u{1F3FF}]?)\u200D`,
    // The form of an emoji or a sign, and of the digit in a key cap.
    String.raw`(?<=[[\p{Emoji}\p{S}\p{No}\p{Ideo}]--[0-9#*]])[\uFE00-\uFE0F]`,
    String.raw`(?<=[0-9#*])\uFE0F(?=\u20E3)`,
    String.raw`(?<=\p{Ideo})[\u{E0100}-\u{E01EF}]`,
    // The flags of England, Scotland and Wales.
    String.raw`(?<=\u{1F3F4}[\u{E0020}-\u{E007E}]{0,6})[\u{E0020}-\u{E007F}]`,
    String.raw`(?<=${lettersOf(joinedScripts)})[\u200C\u200D]`,
    String.raw`(?<=${lettersOf(scriptsWithoutSpaces)})[\u200B-\u200D]`,
    String.raw`(?<=\p{sc=Mong})[\u180B-\u180F]`,
  ].join('|'),
  'vy',
);

/** The furthest that `atHome` looks back, in UTF-16 units. */
const longestContext = 16;

/** The end of a piece that the next piece may complete: half of a surrogate pair, or a key cap. */
const unfinished = /[\uD800-\uDBFF]$|(?<=[0-9#*])\uFE0F$/;

/** The most characters that are told apart. A text with more of them hides data, and these are proof enough. */
const mostKinds = 20;

/**
 * Collects the hidden characters of a text that comes in pieces: each character once, in the order in which they appear. It makes no
 * difference where the text is cut.
 */
export class HiddenCharacters {
  readonly #found = new Set<string>();
  /** The end of the pieces so far. Its last `#unread` units have not been judged yet. */
  #rest = '';
  #unread = 0;

  /** Takes the next piece. Returns true where it contains a hidden character that was not found before. */
  add(piece: string): boolean {
    const before = this.#found.size;
    const text = this.#rest + piece;
    const start = this.#rest.length - this.#unread;
    this.#unread = unfinished.exec(text)?.[0].length ?? 0;
    for (const { 0: character, index } of hiddenIn(text)) {
      if (index >= start && index < text.length - this.#unread && this.#found.size < mostKinds) {
        this.#found.add(character);
      }
    }
    this.#rest = text.slice(-longestContext);
    return this.#found.size > before;
  }

  /** The characters found, in Unicode's notation: `U+202E`. */
  get names(): readonly string[] {
    return Array.from(this.#found, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    });
  }
}

export function hasHidden(text: string): boolean {
  return hiddenIn(text).next().done !== true;
}

/** The text without all of these characters, legitimate ones included. */
export function drawnOf(text: string): string {
  return text.replaceAll(suspects, '');
}

function* hiddenIn(text: string): Generator<RegExpExecArray> {
  for (const match of text.matchAll(suspects)) {
    atHome.lastIndex = match.index;
    if (!atHome.test(text)) {
      yield match;
    }
  }
}

function lettersOf(scripts: string): string {
  const any = scripts.split(' ').map((name) => `\\p{scx=${name}}`);
  return `[[\\p{L}\\p{M}]&&[${any.join('')}]]`;
}
