// Joins the continuation of an answer to the part before the interruption: models often repeat the last words. Pure.
import { limits } from '../shared/limits.ts';
import { Circles, overlaps } from './overlap.ts';

/** How far back a repetition is looked for, in characters. */
const longestRepetition = 8_000;
/** How many letters and digits make an overlap more than chance: in a word, after a word, after a break that is dropped, after a line. */
const enough = { inWord: 2, afterWord: 3, afterBreak: 6, afterLine: 12 } as const;

/** Scripts without spaces between words, in which one character says as much as half a word in other scripts. */
const denseCharacter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Takes the pieces of a continuation and returns what to append to `before`, the answer so far. */
export class Seam {
  readonly #before: string;
  readonly #fence: string | undefined;
  /** The text that may still turn out to be a repetition; undefined once that is decided. */
  #held: string | undefined = '';

  constructor(before: string) {
    this.#before = before;
    this.#fence = openFence(before);
  }

  /** Takes the next piece; returns the text to append now, which may be empty. */
  push(piece: string): string {
    if (this.#held === undefined) {
      return piece;
    }
    this.#held += piece;
    if (this.#held.length > 2 * longestRepetition) {
      // Endless blanks or dots, or far more than a repetition can have.
      return this.end();
    }
    return mayStillRepeat(this.#before, this.#fence, this.#held) ? '' : this.end();
  }

  /** Call at the end of the stream: returns the rest of the text to append. */
  end(): string {
    const held = this.#held ?? '';
    this.#held = undefined;
    return withoutRepetition(this.#before, held, this.#fence);
  }
}

/** The part of `rest` that follows `before`: without words that `before` ends with, and without a second opening of a code fence. */
export function withoutRepetition(before: string, rest: string, fence = openFence(before)): string {
  for (const { text, least } of variantsOf(rest, fence)) {
    const shared = sharedLength(before, text, least);
    if (shared > 0) {
      return text.slice(shared);
    }
  }
  return afterReopenedFence(rest, fence) ?? rest;
}

/** True if `text` ends inside a fenced code block. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function endsInFence(text: string): boolean {
  return openFence(text) !== undefined;
}

/** The parts cannot match the same characters; otherwise the search would take quadratic time in a text of a million line ends. */
const fenceLine = /(?:^|[\n\r])[^\S\n\r]*(`{3,}|~{3,})([^\n\r]*)/g;

/** The marker of the fence that is open at the end; undefined if there is none, or if there are more fences than any real answer has. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  let count = 0;
  for (const [, marker = '', info = ''] of text.matchAll(fenceLine)) {
    count += 1;
    if (count > limits.answer.fences) {
      return undefined;
    }
    if (open === undefined) {
      open = marker.startsWith('`') && info.includes('`') ? undefined : marker;
    } else if (marker.startsWith(open) && info.trim() === '') {
      open = undefined;
    }
  }
  return open;
}

interface Variant {
  readonly text: string;
  /** The least number of letters and digits that must be repeated. */
  readonly least: number;
}

/** `rest` as it came, and without the text that models put before a repetition: an empty line, dots, the fence. */
function variantsOf(rest: string, fence: string | undefined): readonly Variant[] {
  const [lead = ''] = /^(?:\s|…|\.\.\.)+/.exec(rest) ?? [];
  const code = afterReopenedFence(rest, fence);
  return [
    { text: rest, least: 0 },
    ...(lead.trim() === '' && !lead.includes('\n')
      ? []
      : [{ text: rest.slice(lead.length), least: enough.afterBreak }]),
    ...(code === undefined ? [] : [{ text: code, least: 0 }]),
  ];
}

/** The code after a line that opens the open block again. A fence without a language does not count, because it would close the block. */
function afterReopenedFence(rest: string, fence: string | undefined): string | undefined {
  const [line = '', marker = '', info = ''] = /^\s*(`{3,}(?!`)|~{3,}(?!~))([^\n]*)\n/.exec(rest) ?? [];
  const isReopened = fence !== undefined && marker.startsWith(fence) && info.trim() !== '';
  return isReopened ? rest.slice(line.length) : undefined;
}

/** Whether more text is needed to decide if `held` repeats the end of `before`. */
function mayStillRepeat(before: string, fence: string | undefined, held: string): boolean {
  const isLead = before !== '' && /^[\s.…]*$/.test(held);
  const isFenceLine = fence !== undefined && /^\s*[`~][^\n]*$/.test(held);
  const tail = before.slice(-longestRepetition);
  return isLead || isFenceLine || variantsOf(held, fence).some(({ text }) => isWithin(tail, text));
}

/** True if `text` contains `part` with more text after it. */
function isWithin(text: string, part: string): boolean {
  const place = text.indexOf(part);
  return place !== -1 && place + part.length < text.length;
}

/** How many characters at the end of `before` are repeated at the beginning of `rest`, if that is a repetition and no accident. */
function sharedLength(before: string, rest: string, least: number): number {
  const head = rest.slice(0, longestRepetition);
  const tail = before.slice(-2 * longestRepetition);
  const weights = weightsOf(head);
  const circles = new Circles(tail);
  const lineStart = before.lastIndexOf('\n') + 1 - (before.length - tail.length);
  for (const length of overlaps(tail.slice(-head.length), head)) {
    const weight = weights[length] ?? 0;
    const start = tail.length - length;
    const isRepetition =
      start === lineStart
        ? isLineBegun(tail.slice(start))
        : // A periodic end, such as a row of zeros, may simply go on: it is unknown how far it should.
          !isInside(tail, start) && !circles.isIn(length) && weight >= neededWeight(tail.slice(start));
    if (weight >= least && isRepetition) {
      return length;
    }
  }
  return 0;
}

/** Whether the repeated text is a line begun again. A line of marks alone may well be followed by an equal one. */
function isLineBegun(line: string): boolean {
  return /[\s\p{L}\p{N}]/u.test(line) || /^(?:```|~~~)/.test(line);
}

/** True if `place` is inside a word or inside white space. */
function isInside(text: string, place: number): boolean {
  const sides = [text.charAt(place - 1), text.charAt(place)];
  return sides.every(isLetter) || sides.every((character) => /\s/.test(character));
}

function neededWeight(shared: string): number {
  if (shared.endsWith('\n')) {
    return enough.afterLine;
  }
  const isInWord = isLetter(shared.slice(-1)) && isLetter(shared.slice(0, 1));
  return isInWord ? enough.inWord : enough.afterWord;
}

/** For each length of a prefix of `text`: the weight of its letters and digits. */
function weightsOf(text: string): Uint32Array {
  const weights = new Uint32Array(text.length + 1);
  let weight = 0;
  let index = 0;
  for (const character of text) {
    // A prefix that ends within a surrogate pair counts as if the character were missing.
    weights.fill(weight, index, index + character.length);
    if (/[\p{L}\p{N}_]/u.test(character)) {
      weight += denseCharacter.test(character) ? enough.inWord : 1;
    }
    index += character.length;
  }
  weights[index] = weight;
  return weights;
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character) && !denseCharacter.test(character);
}
