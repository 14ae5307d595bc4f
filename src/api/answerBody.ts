// Reads the body of an answer: a stream of events, JSON from a gateway that does not stream, or an HTML page. The first bytes decide
// which of them it is, because Content-Type may be wrong.
import { isRecord } from '../shared/json.ts';
import { limits } from '../shared/limits.ts';
import type { ChatStream } from './chatStream.ts';
import { errorFromEvent, tooLongError, type ReplyContext } from './errors.ts';
import { JsonLines } from './jsonLines.ts';
import { JsonText } from './jsonText.ts';
import { SseReader } from './sse.ts';

/**
 * The most bytes per call of `feed`. An event has at least eight bytes, but a line of rubbish, which is parsed in vain, may have only
 * two, so slices in other formats are shorter.
 */
const sliceLengths = { events: 16_384, others: 2_048 } as const;

const openingBrace = 0x7b;
const openingAngle = 0x3c;

/** Decodes the bytes of one answer and feeds their chunks to a ChatStream (wire.md, rows 29-31). */
export class AnswerBody {
  readonly #stream: ChatStream;
  readonly #context: ReplyContext;
  readonly #sse: SseReader;
  readonly #json = new JsonText(limits.answer.body);
  readonly #lines: JsonLines;
  /** True once a complete object that spans several lines has come: the text after it is not a chunk. */
  #isOneBody = false;
  #format: 'unknown' | 'events' | 'json' | 'lines' | 'html' = 'unknown';
  /** Decodes JSON, which a read may cut within a character. */
  readonly #decoder = new TextDecoder();
  #kept: Uint8Array[] = [];
  #keptLength = 0;

  constructor(stream: ChatStream, context: ReplyContext) {
    this.#stream = stream;
    this.#context = context;
    this.#sse = new SseReader((data, name) => stream.accept(data, name));
    this.#lines = new JsonLines((line) => stream.accept(line));
  }

  /** The most bytes that `feed` takes without blocking the event loop for long. */
  get sliceLength(): number {
    return this.#format === 'events' ? sliceLengths.events : sliceLengths.others;
  }

  /** Takes the next bytes. Throws ApiError where they are not an answer, or exceed what any answer has. */
  feed(bytes: Uint8Array): void {
    switch (this.#format) {
      case 'events':
        this.#feedEvents(bytes);
        break;
      case 'json':
        this.#feedJson(this.#decoder.decode(bytes, { stream: true }));
        break;
      case 'lines':
        this.#lines.feed(this.#decoder.decode(bytes, { stream: true }));
        break;
      case 'html':
        this.#feedPage(bytes);
        break;
      case 'unknown':
        this.#find(bytes);
        break;
    }
  }

  /** Call once, after the last bytes. Throws ApiError where the body was not an answer. */
  end(): void {
    switch (this.#format) {
      case 'json':
        this.#endJson();
        break;
      case 'lines':
        this.#lines.end();
        break;
      case 'html':
        throw errorFromEvent(this.#keptText(), this.#context);
      case 'events':
      case 'unknown':
        this.#sse.end();
        this.#refuseOverflow();
        break;
    }
  }

  #find(bytes: Uint8Array): void {
    this.#keep(bytes);
    const format = formatOf(bytes);
    this.#format = format === 'unknown' && this.#keptLength > limits.answer.blankBytes ? 'events' : format;
    if (this.#format !== 'unknown') {
      const kept = this.#kept;
      this.#kept = [];
      this.#keptLength = 0;
      kept.forEach((one) => this.feed(one));
    }
  }

  #keep(bytes: Uint8Array): void {
    this.#kept.push(bytes);
    this.#keptLength += bytes.length;
  }

  #feedEvents(bytes: Uint8Array): void {
    this.#sse.feed(bytes);
    this.#refuseOverflow();
  }

  #refuseOverflow(): void {
    if (this.#sse.isOverflown) {
      throw tooLongError();
    }
  }

  /** A complete object on one line with more text after it means that each line is a chunk, which need not wait for the end of the body. */
  #feedJson(piece: string): void {
    const rest = this.#json.feed(piece);
    if (this.#isOneBody || rest.trim() === '') {
      return;
    }
    const first = this.#json.text();
    this.#isOneBody = first.includes('\n');
    if (!this.#isOneBody) {
      this.#format = 'lines';
      this.#lines.feed(first);
      this.#lines.feed(rest);
    }
  }

  #feedPage(bytes: Uint8Array): void {
    this.#keep(bytes);
    if (this.#keptLength > limits.answer.pageBytes) {
      throw errorFromEvent(this.#keptText(), this.#context);
    }
  }

  #endJson(): void {
    const body = this.#json.value();
    if (isRecord(body)) {
      this.#stream.acceptWhole(body);
    } else {
      this.#stream.accept(this.#json.text());
    }
  }

  #keptText(): string {
    return new TextDecoder().decode(Buffer.concat(this.#kept));
  }
}

/** The first byte that is neither white space nor part of a byte order mark decides the format. */
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
