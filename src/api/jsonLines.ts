// Splits a body into lines of JSON, for gateways that stream chunks without the `data:` of server-sent events.
import { limits } from '../shared/limits.ts';
import { tooLongError } from './errors.ts';

export class JsonLines {
  readonly #onLine: (line: string) => void;
  /** The pieces of the line that has not ended yet. */
  #pieces: string[] = [];
  #length = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes the next piece of text, which may be cut anywhere. Throws ApiError where a line is longer than any chunk. */
  feed(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#keep(text.slice(start, end));
      this.end();
      start = end + 1;
    }
    this.#keep(text.slice(start));
  }

  /** Gives the last line even if it has no line end. */
  end(): void {
    const line = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    if (line.trim() !== '') {
      this.#onLine(line);
    }
  }

  #keep(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > limits.answer.event) {
      throw tooLongError();
    }
  }
}
