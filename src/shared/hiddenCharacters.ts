// Characters that nobody sees and that change what others mean, or seem to: those that are never drawn, marks of direction, control
// characters, and ends of lines that do not look like any. Where a script or an emoji needs one, it is a part of what is seen.

/** Written so that the commonest texts, which have none, are looked through in a moment. */
const suspects = /[\p{DI}\u2028\u2029\u2800\uFFF9-\uFFFB\0-\x08\x0E-\x1F\x7F-\x9F]/gu;

/** Of Persian, Hindi and many more: their letters are joined or kept apart by a character of no width. */
const joinedScripts = 'Arab Beng Deva Gujr Guru Knda Mlym Mong Nkoo Orya Sinh Syrc Taml Telu';
const scriptsWithoutSpaces = 'Khmr Laoo Mymr Thai Tibt';

/** Characters behind which they belong. At most as far back as `longestContext`. */
const atHome = new RegExp(
  [
    // Families, professions, flags: an emoji, its colour or form, and the joiner to the next.
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

/** In UTF-16 units. */
const longestContext = 16;

/** A text that goes on may complete what stands at its end: a pair, or a key cap. */
const unfinished = /[\uD800-\uDBFF]$|(?<=[0-9#*])\uFE0F$/;

/** Kinds that are told apart; where there are more, data are hidden, and these say enough. */
const mostKinds = 20;

/** Those of a text that comes in pieces, in the order in which they come, each kind once. Where the text is cut makes no difference. */
export class HiddenCharacters {
  readonly #found = new Set<string>();
  /** The end of what came before, of which the last characters may not be looked at yet. */
  #rest = '';
  #unread = 0;

  /** True where the piece has brought a kind that was not there before. */
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

  /** As Unicode writes them: `U+202E`. */
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

/** What is drawn of the text: without those that are at home in it, too. */
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
