// Gathers the pieces of an answer and passes them on once a frame: a fast model sends hundreds of pieces a second.
import type { PartDelta } from '../shared/parts.ts';
import type { Schedule } from './ports.ts';

/** One frame at 60 Hz, in milliseconds. */
const frameMs = 16;

/** What came of the reasoning, or of the text. */
export type Piece = Omit<PartDelta, 'part'>;

/** Whoever creates it calls `flush` at the end of the answer, which also ends its timer. */
export class DeltaBatcher {
  readonly #deliver: (piece: Piece) => void;
  readonly #schedule: Schedule;
  #text = '';
  #reasoning = '';
  #cancel: (() => void) | undefined;

  /** @param deliver called once a frame for what came of each kind, of reasoning first */
  constructor(deliver: (piece: Piece) => void, schedule: Schedule) {
    this.#deliver = deliver;
    this.#schedule = schedule;
  }

  addText(text: string): void {
    this.#text += text;
    this.#await();
  }

  addReasoning(text: string): void {
    this.#reasoning += text;
    this.#await();
  }

  /** Delivers what is waiting, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const pieces: readonly Piece[] = [
      { kind: 'reasoning', text: this.#reasoning },
      { kind: 'text', text: this.#text },
    ];
    this.#text = '';
    this.#reasoning = '';
    pieces.filter(({ text }) => text !== '').forEach(this.#deliver);
  }

  #await(): void {
    this.#cancel ??= this.#schedule(() => this.flush(), frameMs);
  }
}
