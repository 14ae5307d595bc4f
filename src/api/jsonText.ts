// A JSON body that arrives in pieces: counted while it comes, so that one that is too much is given up before anyone parses it.
import { parseJson } from '../shared/json.ts';
import { JsonMeter } from '../shared/jsonMeter.ts';
import { limits, type JsonLimits } from '../shared/limits.ts';
import { tooLongError } from './errors.ts';

export class JsonText {
  readonly #most: JsonLimits;
  readonly #meter = new JsonMeter();
  readonly #pieces: string[] = [];
  #length = 0;
  #isWhole = false;

  constructor(most: JsonLimits) {
    this.#most = most;
  }

  /** True once the object or list that began first has its end. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Takes the next piece up to that end, and returns what follows it. Throws ApiError where it is more than may come. */
  feed(piece: string): string {
    if (this.#isWhole) {
      return piece;
    }
    const end = this.#meter.feed(piece);
    this.#isWhole = end !== undefined;
    this.#pieces.push(piece.slice(0, end));
    this.#length += end ?? piece.length;
    const { deepest, parts } = this.#meter;
    if (this.#length > this.#most.characters || parts > this.#most.parts || deepest > limits.json.depth) {
      throw tooLongError();
    }
    return end === undefined ? '' : piece.slice(end);
  }

  text(): string {
    return this.#pieces.join('');
  }

  /** Undefined where the text is no JSON. */
  value(): unknown {
    return parseJson(this.text());
  }
}
