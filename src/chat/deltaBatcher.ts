// Gathers the pieces of an answer and passes them on once a frame: a fast model sends hundreds of pieces a second.
import type { AnswerDelta } from './ports.ts';

/** One frame at 60 Hz, in milliseconds. */
const frameMs = 16;

/** Whoever creates it calls `flush` at the end of the answer, which also ends its timer. */
export class DeltaBatcher {
  readonly #deliver: (delta: AnswerDelta) => void;
  #text = '';
  #reasoning = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (delta: AnswerDelta) => void) {
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
    if (this.#text === '' && this.#reasoning === '') {
      return;
    }
    const delta = { text: this.#text, reasoning: this.#reasoning };
    this.#text = '';
    this.#reasoning = '';
    this.#deliver(delta);
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), frameMs);
  }
}
