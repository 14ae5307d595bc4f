// Turns bytes into server-sent events by the WHATWG rules, wherever the bytes are cut.
import { createParser, type EventSourceParser } from 'eventsource-parser';
import { limits } from '../shared/limits.ts';

/** `name` is the `event` field, where there is one. */
export type OnEvent = (data: string, name: string | undefined) => void;

export class SseReader {
  // The parser removes the byte order mark. If the decoder removed one, too, a second mark would be lost.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #parser: EventSourceParser;
  /** Characters since the last event. */
  #pending = 0;

  constructor(onEvent: OnEvent) {
    // There is no `onError`, because the parser would create an Error with its stack for each line of rubbish.
    this.#parser = createParser({
      onEvent: (event) => {
        this.#pending = 0;
        onEvent(event.data, event.event);
      },
    });
  }

  /** True once an event is longer than any real one; the rest of the stream is ignored. */
  get isOverflown(): boolean {
    return this.#pending > limits.answer.event;
  }

  feed(bytes: Uint8Array): void {
    this.#feedText(this.#decoder.decode(bytes, { stream: true }));
  }

  /** Gives the last event even where its blank line is missing (wire.md, rows 15 and 17). */
  end(): void {
    this.#feedText(`${this.#decoder.decode()}\n\n`);
  }

  #feedText(text: string): void {
    if (!this.isOverflown) {
      this.#pending += text.length;
      this.#parser.feed(text);
    }
  }
}
