// The body of an answer: a stream of events, or one JSON body from a gateway that does not stream, whatever its label says.
import { isRecord, parseJson } from '../shared/json.ts';
import type { ChatStream } from './chatStream.ts';
import { ApiError, errorFromEvent, type ReplyContext } from './errors.ts';
import { SseReader } from './sse.ts';

/** Longest JSON body that is kept, in bytes. */
const longestBody = 64 * 1024 * 1024;

const openingBrace = 0x7b;
const openingAngle = 0x3c;

/** Feeds a ChatStream with what the bytes hold (wire.md, rows 29-31). */
export class AnswerBody {
  readonly #stream: ChatStream;
  readonly #context: ReplyContext;
  readonly #sse: SseReader;
  #format: 'unknown' | 'events' | 'json' | 'html' = 'unknown';
  #kept: Uint8Array[] = [];
  #keptLength = 0;

  constructor(stream: ChatStream, context: ReplyContext) {
    this.#stream = stream;
    this.#context = context;
    this.#sse = new SseReader((data, name) => stream.accept(data, name));
  }

  feed(bytes: Uint8Array): void {
    if (this.#format === 'events') {
      this.#feedEvents(bytes);
      return;
    }
    this.#keptLength += bytes.length;
    if (this.#keptLength > longestBody) {
      throw new ApiError('server', 'The gateway sent more than any answer can hold.', { code: 'answer-too-long' });
    }
    this.#kept.push(bytes);
    if (this.#format === 'unknown') {
      this.#format = formatOf(bytes);
      if (this.#format === 'events') {
        const kept = this.#kept;
        this.#kept = [];
        kept.forEach((one) => this.#feedEvents(one));
      }
    }
  }

  /** No more bytes will come. */
  end(): void {
    switch (this.#format) {
      case 'json':
        this.#endJson();
        break;
      case 'html':
        throw errorFromEvent(this.#keptText(), this.#context);
      case 'events':
      case 'unknown':
        this.#sse.end();
        break;
    }
  }

  #feedEvents(bytes: Uint8Array): void {
    this.#sse.feed(bytes);
    if (this.#sse.isOverflown) {
      throw new ApiError('server', 'The gateway sent an event longer than any answer.', { code: 'answer-too-long' });
    }
  }

  #endJson(): void {
    const text = this.#keptText();
    const body = parseJson(text);
    if (isRecord(body)) {
      this.#stream.acceptWhole(body);
    } else {
      // Bare lines of JSON, without the words of a stream.
      this.#stream.accept(text);
    }
  }

  #keptText(): string {
    return new TextDecoder().decode(Buffer.concat(this.#kept));
  }
}

/** Decided by the first byte that is neither white space nor part of a byte order mark. */
function formatOf(bytes: Uint8Array): 'unknown' | 'events' | 'json' | 'html' {
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  switch (first) {
    case undefined:
      return 'unknown';
    case openingBrace:
      return 'json';
    case openingAngle:
      return 'html';
    default:
      return 'events';
  }
}
