// Finds what a model has left out of the code ("… rest unchanged …") and puts it back where its place is certain. Pure.

/** Longer lines are code. In characters. */
const longestMarker = 200;
const comment = /^\s*(?:\/\/+|#+|--|;+|%+|\/\*+|<!--|\{\/\*|\*)\s*/;
const dots = /^(?:\.{3,}|…+|[[(](?:\.{3}|…)[\])]?)\s*/u;
/** Outside of a comment: three dots right before a name or a value are code in several languages. */
const isProse = /^(?:[[(]?…|[[(]?\.{3,}[\])]?\s+[[(]?[\p{L}'’-]+\s+[\p{L}'’-]+)/u;
/** Behind dots. */
const leftOut =
  /rest\b|remain|existing|unchanged|\bsame\b|omitted|other|previous|original|其余|其他|其它|剩余|省略|不变|现有|原有|sisa|lainnya|tetap|sama/iu;
/** In a comment without dots, where a person might write as much of the code itself. */
const surelyLeftOut =
  /\b(?:rest|remainder) of (?:the |this |your )?(?:code|file|function|method|class|implementation|module|body|component)\b|\b(?:existing|remaining|other|previous|original) (?:code|methods?|functions?|lines?|implementation|logic|imports?) (?:here|unchanged|omitted|remains?|stays?|goes here|as before)\b|\b(?:code|implementation|everything else|the rest) (?:is |are |remains? |stays? )?(?:unchanged|the same|omitted)\b|(?:代码|部分|内容)(?:保持)?不变|省略/iu;

export interface Filled {
  readonly code: string;
  /** False where the code goes on in another way than the original does at that place. */
  readonly isClear: boolean;
}

/** The code with all that was left out; undefined where that cannot be told. */
export function fillElisions(code: string, original: string): Filled | undefined {
  const known = original.split('\n');
  const own = new Set(known.map((line) => line.trim()));
  const lines = code.split('\n').map((text) => ({ text, isLeftOut: isMarker(text) && !own.has(text.trim()) }));
  return lines.some(({ isLeftOut }) => isLeftOut) ? new Filler(known, lines).fill() : { code, isClear: true };
}

class Filler {
  readonly #known: readonly string[];
  readonly #lines: readonly CodeLine[];
  /** By its text: where a line stands in the original; undefined where it stands several times. */
  readonly #places: ReadonlyMap<string, number | undefined>;
  readonly #following: readonly (CodeLine | undefined)[];
  readonly #filled: string[] = [];
  #isClear = true;
  /** The line of the original up to which everything is filled in. */
  #done = 0;
  /** The last line that says something, and how many blank ones stand behind it. */
  #before: CodeLine | undefined;
  #blanks = 0;

  constructor(known: readonly string[], lines: readonly CodeLine[]) {
    this.#known = known;
    this.#lines = lines;
    this.#places = placesOf(known);
    this.#following = followingLines(lines);
  }

  fill(): Filled | undefined {
    for (const [index, line] of this.#lines.entries()) {
      if (!line.isLeftOut) {
        this.#filled.push(line.text);
      } else if (!this.#fillGap(this.#following[index])) {
        return undefined;
      }
      const says = isSaid(line);
      this.#blanks = says ? 0 : this.#blanks + 1;
      this.#before = says ? line : this.#before;
    }
    return { code: this.#filled.join('\n'), isClear: this.#isClear };
  }

  /** Returns false where it cannot be told what belongs between the line before and `after`. */
  #fillGap(after: CodeLine | undefined): boolean {
    const from = this.#before ? this.#placeOf(this.#before) : -1;
    const to = after ? this.#placeOf(after) : this.#known.length;
    if (from === undefined || to === undefined || from >= to || from + 1 < this.#done) {
      return false;
    }
    // Blank lines that were written down are not filled in once more.
    const blanks = this.#known.slice(from + 1, from + 1 + this.#blanks);
    const isSame = blanks.every((text) => text.trim() === '');
    this.#isClear &&= isSame;
    for (const text of this.#known.slice(from + 1 + (isSame ? this.#blanks : 0), to)) {
      this.#filled.push(text);
    }
    this.#done = to;
    return true;
  }

  #placeOf({ text, isLeftOut }: CodeLine): number | undefined {
    return isLeftOut ? undefined : this.#places.get(text.trim());
  }
}

function isMarker(line: string): boolean {
  if (line.length > longestMarker) {
    return false;
  }
  const opener = comment.exec(line)?.[0] ?? '';
  const said = line.slice(opener.length).trim();
  const rest = said.replace(dots, '');
  const hasDots = rest !== said;
  if (opener === '') {
    return hasDots && leftOut.test(rest) && isProse.test(said);
  }
  const isEmpty = /^(?:\*\/\}?|-->)?$/.test(rest);
  return hasDots ? isEmpty || leftOut.test(rest) : surelyLeftOut.test(rest);
}

interface CodeLine {
  readonly text: string;
  readonly isLeftOut: boolean;
}

/** For each line the next one that says something. */
function followingLines(lines: readonly CodeLine[]): readonly (CodeLine | undefined)[] {
  const following: (CodeLine | undefined)[] = [];
  let next: CodeLine | undefined;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    following[index] = next;
    const line = lines[index];
    next = line && isSaid(line) ? line : next;
  }
  return following;
}

function isSaid({ text, isLeftOut }: CodeLine): boolean {
  return isLeftOut || text.trim() !== '';
}

function placesOf(known: readonly string[]): ReadonlyMap<string, number | undefined> {
  const places = new Map<string, number | undefined>();
  for (const [index, line] of known.entries()) {
    const text = line.trim();
    places.set(text, places.has(text) ? undefined : index);
  }
  return places;
}
