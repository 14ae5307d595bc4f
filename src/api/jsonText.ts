// Collects a JSON body that arrives in pieces and counts its parts meanwhile, so that a body that exceeds its limits is never parsed.
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

  /** True once the outermost object or list has ended. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Takes the next piece up to that end, and returns the rest of it. Throws ApiError where the body exceeds its limits. */
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

  /** The parsed body; undefined where the text is not JSON. */
  value(): unknown {
    return parseJson(this.text());
  }
}
