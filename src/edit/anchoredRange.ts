// Where the lines that a proposal was asked for are, while people and other extensions edit around them. Pure.
import { normalizeLineEnds, offsetOf, type TextPosition } from './lineEnds.ts';
import { applyChanges, type TextChange } from './textChanges.ts';

/** Whole lines of a text, without the last line end. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** As an editor tells of it: `text` in place of what stood between two places of the text before. */
export interface DocumentEdit {
  readonly start: TextPosition;
  readonly end: TextPosition;
  readonly text: string;
}

export class AnchoredRange {
  #text: string;
  #start: number;
  #end: number;

  constructor(text: string, { start, end }: LineRange) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** All edits of one moment, in any order. */
  follow(edits: readonly DocumentEdit[]): void {
    const changes = edits
      .map(({ start, end, text }) => ({
        start: offsetOf(this.#text, start),
        end: offsetOf(this.#text, end),
        text: normalizeLineEnds(text),
      }))
      .toSorted((one, other) => one.start - other.start);
    for (const change of changes.toReversed()) {
      this.#move(change);
    }
    this.#text = applyChanges(this.#text, changes);
  }

  /** Undefined where the text has become another one unseen, as where a document was closed and opened again. */
  in(text: string): LineRange | undefined {
    return text === this.#text ? { start: this.#start, end: this.#end } : undefined;
  }

  #move({ start, end, text }: TextChange): void {
    const growth = text.length - (end - start);
    // What is typed at the edge of a line is part of that line; whole lines stand beside it.
    if (end < this.#start || (end === this.#start && (text === '' || text.endsWith('\n')))) {
      this.#start += growth;
      this.#end += growth;
    } else if (start < this.#end || (start === this.#end && text !== '' && !text.startsWith('\n'))) {
      this.#start = Math.min(this.#start, start);
      this.#end = Math.max(this.#end, end) + growth;
    }
  }
}
