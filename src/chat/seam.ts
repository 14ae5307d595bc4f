// Where the rest of an answer joins what came before it was cut off: models like to repeat the last words. Pure.
import { limits } from '../shared/limits.ts';
import { Circles, overlaps } from './overlap.ts';

/** How far back a repetition is looked for. In characters. */
const longestRepetition = 8_000;
/** Letters and digits that make an overlap more than chance: in a word, after one, after a break that is dropped, after a line. */
const enough = { inWord: 2, afterWord: 3, afterBreak: 6, afterLine: 12 } as const;

/** Scripts without spaces between words, where a character says as much as half a word elsewhere. */
const denseCharacter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Joins the pieces of the rest of an answer to `before`, what came of it earlier. */
export class Seam {
  readonly #before: string;
  readonly #fence: string | undefined;
  /** What may still turn out to be a repetition; undefined once that is decided. */
  #held: string | undefined = '';

  constructor(before: string) {
    this.#before = before;
    this.#fence = openFence(before);
  }

  /** What is to be appended now. */
  push(piece: string): string {
    if (this.#held === undefined) {
      return piece;
    }
    this.#held += piece;
    if (this.#held.length > 2 * longestRepetition) {
      // Blanks or dots without an end, or far more than is looked at.
      return this.end();
    }
    return mayStillRepeat(this.#before, this.#fence, this.#held) ? '' : this.end();
  }

  /** What is left to be appended, at the end of the stream. */
  end(): string {
    const held = this.#held ?? '';
    this.#held = undefined;
    return withoutRepetition(this.#before, held, this.#fence);
  }
}

/** What of `rest` goes behind `before`: without the words that both share, and without a code fence opened twice. */
export function withoutRepetition(before: string, rest: string, fence = openFence(before)): string {
  for (const { text, least } of variantsOf(rest, fence)) {
    const shared = sharedLength(before, text, least);
    if (shared > 0) {
      return text.slice(shared);
    }
  }
  return afterReopenedFence(rest, fence) ?? rest;
}

/** True where `text` ends inside a fenced code block. https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function endsInFence(text: string): boolean {
  return openFence(text) !== undefined;
}

/** No part can match what another has matched: from each of a million line ends on, it would else look to the last of them. */
const fenceLine = /(?:^|[\n\r])[^\S\n\r]*(`{3,}|~{3,})([^\n\r]*)/g;

/** The marker of the fence that is open at the end; none where there are more fences than any answer has. */
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
  /** How many letters and digits must be shared at least. */
  readonly least: number;
}

/** The rest as it came, and without what models put before a repetition: an empty line, dots, the fence. */
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

/** The code behind a line that opens the open block once more. A fence without a language would close it. */
function afterReopenedFence(rest: string, fence: string | undefined): string | undefined {
  const [line = '', marker = '', info = ''] = /^\s*(`{3,}(?!`)|~{3,}(?!~))([^\n]*)\n/.exec(rest) ?? [];
  const isReopened = fence !== undefined && marker.startsWith(fence) && info.trim() !== '';
  return isReopened ? rest.slice(line.length) : undefined;
}

function mayStillRepeat(before: string, fence: string | undefined, held: string): boolean {
  const isLead = before !== '' && /^[\s.…]*$/.test(held);
  const isFenceLine = fence !== undefined && /^\s*[`~][^\n]*$/.test(held);
  const tail = before.slice(-longestRepetition);
  return isLead || isFenceLine || variantsOf(held, fence).some(({ text }) => isWithin(tail, text));
}

/** True where `part` stands in `text` with something after it. */
function isWithin(text: string, part: string): boolean {
  const place = text.indexOf(part);
  return place !== -1 && place + part.length < text.length;
}

/** How many characters at the end of `before` stand at the beginning of `rest` again, by repetition and not by chance. */
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
        : // A row of zeros goes on anyway: nobody knows how far it should.
          !isInside(tail, start) && !circles.isIn(length) && weight >= neededWeight(tail.slice(start));
    if (weight >= least && isRepetition) {
      return length;
    }
  }
  return 0;
}

/** Whether the line that was not finished begins anew. Marks alone may well be followed by the same ones. */
function isLineBegun(line: string): boolean {
  return /[\s\p{L}\p{N}]/u.test(line) || /^(?:```|~~~)/.test(line);
}

/** True in the middle of a word or of an indentation. */
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

/** Of each beginning, by its length: how much its letters and digits weigh. */
function weightsOf(text: string): Uint32Array {
  const weights = new Uint32Array(text.length + 1);
  let weight = 0;
  let index = 0;
  for (const character of text) {
    // Half a pair weighs nothing.
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
