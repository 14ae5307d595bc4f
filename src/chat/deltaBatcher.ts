// Gathers the pieces of an answer and passes them on once a frame: a fast model sends hundreds of pieces a second.
import type { PartDelta } from '../shared/parts.ts';

/** One frame at 60 Hz, in milliseconds. */
const frameMs = 16;

/** What came of the reasoning, or of the text. */
export type Piece = Omit<PartDelta, 'part'>;

/** Whoever creates it calls `flush` at the end of the answer, which also ends its timer. */
export class DeltaBatcher {
  readonly #deliver: (piece: Piece) => void;
  #text = '';
  #reasoning = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param deliver called once a frame for what came of each kind, of reasoning first */
  constructor(deliver: (piece: Piece) => void) {
    this.#deliver = deliver;
  }

  addText(text: string): void {
    this.#text += text;
    this.#schedule();
  }

  addReasoning(text: string): void {
    this.#reasoning += text;
    this.#schedule();
  }

  /** Delivers what is waiting, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pieces: readonly Piece[] = [
      { kind: 'reasoning', text: this.#reasoning },
      { kind: 'text', text: this.#text },
    ];
    this.#text = '';
    this.#reasoning = '';
    pieces.filter(({ text }) => text !== '').forEach(this.#deliver);
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), frameMs);
  }
}
