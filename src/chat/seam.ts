// Where the rest of an answer joins what came before it was cut off: models like to repeat the last words. Pure.

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

/** The marker of the fence that is open at the end. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, marker, info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marker !== undefined && open === undefined) {
      open = marker.startsWith('`') && info.includes('`') ? undefined : marker;
    } else if (open !== undefined && marker?.startsWith(open) === true && info.trim() === '') {
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
  const [line = '', marker = '', info = ''] = /^\s*(`{3,}|~{3,})([^\n]*)\n/.exec(rest) ?? [];
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
  for (let length = Math.min(before.length, rest.length, longestRepetition); length > 0; length -= 1) {
    const shared = rest.slice(0, length);
    if (before.endsWith(shared) && weightOf(shared) >= least && isRepetition(before, length)) {
      return length;
    }
  }
  return 0;
}

function isRepetition(before: string, length: number): boolean {
  const start = before.length - length;
  const shared = before.slice(start);
  if (start === before.lastIndexOf('\n') + 1) {
    // The line that was not finished begins anew. Marks alone may well be followed by the same ones.
    return /[\s\p{L}\p{N}]/u.test(shared) || /^(?:```|~~~)/.test(shared);
  }
  return !isInside(before, start) && !isPeriodic(before, length) && weightOf(shared) >= neededWeight(shared);
}

/** True in the middle of a word or of an indentation. */
function isInside(text: string, place: number): boolean {
  const sides = [text.charAt(place - 1), text.charAt(place)];
  return sides.every(isLetter) || sides.every((character) => /\s/.test(character));
}

/** True where the end of the text goes in circles anyway, as a row of zeros does: nobody knows how often it should. */
function isPeriodic(text: string, length: number): boolean {
  for (let period = 1; period <= length; period += 1) {
    const run = text.slice(-Math.max(length, 2 * period));
    if (run.length >= 2 * period && run.endsWith(run.slice(0, -period))) {
      return true;
    }
  }
  return false;
}

function neededWeight(shared: string): number {
  if (shared.endsWith('\n')) {
    return enough.afterLine;
  }
  const isInWord = isLetter(shared.slice(-1)) && isLetter(shared.slice(0, 1));
  return isInWord ? enough.inWord : enough.afterWord;
}

function weightOf(text: string): number {
  const characters = text.match(/[\p{L}\p{N}_]/gu) ?? [];
  return characters.reduce((sum, character) => sum + (denseCharacter.test(character) ? enough.inWord : 1), 0);
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character) && !denseCharacter.test(character);
}
