// Gathers the pieces of an answer and passes them on once a frame: a fast model sends hundreds of pieces a second.
import type { AnswerDelta, Schedule } from './ports.ts';

/** One frame at 60 Hz, in milliseconds. */
const frameMs = 16;

/** Whoever creates it calls `flush` at the end of the answer, which also ends its timer. */
export class DeltaBatcher {
  readonly #deliver: (delta: AnswerDelta) => void;
  readonly #schedule: Schedule;
  #text = '';
  #reasoning = '';
  #cancel: (() => void) | undefined;

  constructor(deliver: (delta: AnswerDelta) => void, schedule: Schedule) {
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
    if (this.#text === '' && this.#reasoning === '') {
      return;
    }
    const delta = { text: this.#text, reasoning: this.#reasoning };
    this.#text = '';
    this.#reasoning = '';
    this.#deliver(delta);
  }

  #await(): void {
    this.#cancel ??= this.#schedule(() => this.flush(), frameMs);
  }
}
