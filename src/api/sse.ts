// Bytes to server-sent events, by the WHATWG rules, however the bytes are cut.
import { createParser, type EventSourceParser } from 'eventsource-parser';

/** Longest event, in characters: far above any real one, so that a broken stream cannot fill the memory. */
const longestEvent = 16 * 1024 * 1024;

/** `name` is the `event` field, where there is one. */
export type OnEvent = (data: string, name: string | undefined) => void;

export class SseReader {
  // The parser takes the byte order mark away; two of them are one too many.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #parser: EventSourceParser;
  #isOverflown = false;

  constructor(onEvent: OnEvent) {
    this.#parser = createParser({
      maxBufferSize: longestEvent,
      onEvent: (event) => onEvent(event.data, event.event),
      onError: (error) => {
        this.#isOverflown ||= error.type === 'max-buffer-size-exceeded';
      },
    });
  }

  /** True once an event was longer than any real one; what follows is ignored. */
  get isOverflown(): boolean {
    return this.#isOverflown;
  }

  feed(bytes: Uint8Array): void {
    this.#feedText(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Gives the last event even where its blank line is missing (wire.md, rows 15 and 17). */
  end(): void {
    this.#feedText(`${this.#decoder.decode()}\n\n`);
  }

  #feedText(text: string): void {
    if (!this.#isOverflown) {
      this.#parser.feed(text);
    }
  }
}
