// The body of an answer: a stream of events, or JSON from a gateway that does not stream, whatever its label says.
import { isRecord } from '../shared/json.ts';
import { limits } from '../shared/limits.ts';
import type { ChatStream } from './chatStream.ts';
import { errorFromEvent, tooLongError, type ReplyContext } from './errors.ts';
import { JsonLines } from './jsonLines.ts';
import { JsonText } from './jsonText.ts';
import { SseReader } from './sse.ts';

/** Bytes that are taken at once, by what they may cost: an event has at least eight bytes, a line of rubbish that is parsed in vain two. */
const sliceLengths = { events: 16_384, others: 2_048 } as const;

const openingBrace = 0x7b;
const openingAngle = 0x3c;

/** Feeds a ChatStream with what the bytes hold (wire.md, rows 29-31). */
export class AnswerBody {
  readonly #stream: ChatStream;
  readonly #context: ReplyContext;
  readonly #sse: SseReader;
  readonly #json = new JsonText(limits.answer.body);
  readonly #lines: JsonLines;
  /** The JSON is whole and in several lines: whatever follows it is no chunk. */
  #isOneBody = false;
  #format: 'unknown' | 'events' | 'json' | 'lines' | 'html' = 'unknown';
  /** Of JSON: it may be cut within a character. */
  readonly #decoder = new TextDecoder();
  #kept: Uint8Array[] = [];
  #keptLength = 0;

  constructor(stream: ChatStream, context: ReplyContext) {
    this.#stream = stream;
    this.#context = context;
    this.#sse = new SseReader((data, name) => stream.accept(data, name));
    this.#lines = new JsonLines((line) => stream.accept(line));
  }

  /** How many bytes `feed` takes without making anybody wait for long. */
  get sliceLength(): number {
    return this.#format === 'events' ? sliceLengths.events : sliceLengths.others;
  }

  /** Takes the next bytes. Throws ApiError where they are no answer, or more than one can be. */
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

  /** No more bytes will come. */
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

  /** Where a whole object stands on one line and more follows it, each line is a chunk, and none waits for the end. */
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
