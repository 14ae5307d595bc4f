// Chunks as bare lines of JSON, from gateways that leave out the words of a stream.
import { limits } from '../shared/limits.ts';
import { tooLongError } from './errors.ts';

export class JsonLines {
  readonly #onLine: (line: string) => void;
  /** Of the line under way. */
  #pieces: string[] = [];
  #length = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes text cut anywhere. Throws ApiError where a line is longer than any chunk. */
  feed(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#keep(text.slice(start, end));
      this.end();
      start = end + 1;
    }
    this.#keep(text.slice(start));
  }

  /** Gives the last line, which may lack its end. */
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
