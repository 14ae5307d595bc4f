// Takes what the network has as soon as it has it: what has arrived is not lost with a connection that breaks before it is read.
import type { ByteSource } from './transport.ts';

/** How much may wait to be read, in bytes; more is left to the network. */
const longestAhead = 1024 * 1024;

/** Gives all bytes that came before the end, and only then the end or the failure. */
export class ReadAhead implements ByteSource {
  readonly #source: ByteSource;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #isReading = false;
  #end: { readonly failure?: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
    void this.#readOn();
  }

  /** All that waits, in one piece where it is one. */
  async read(): Promise<Uint8Array | undefined> {
    if (this.#chunks.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const [first] = this.#chunks;
    if (first !== undefined) {
      const bytes = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
      this.#chunks = [];
      this.#length = 0;
      void this.#readOn();
      return bytes;
    }
    if (this.#end !== undefined && 'failure' in this.#end) {
      throw this.#end.failure;
    }
    return undefined;
  }

  cancel(): void {
    this.#source.cancel();
  }

  async #readOn(): Promise<void> {
    if (this.#isReading || this.#end !== undefined) {
      return;
    }
    this.#isReading = true;
    try {
      while (this.#length < longestAhead) {
        const bytes = await this.#source.read();
        if (bytes === undefined) {
          this.#end = {};
          break;
        }
        this.#chunks.push(bytes);
        this.#length += bytes.length;
        this.#wake?.();
      }
    } catch (failure) {
      this.#end = { failure };
    }
    this.#isReading = false;
    this.#wake?.();
  }
}
