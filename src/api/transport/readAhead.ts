// Reads from the network ahead of the consumer, so that bytes that have arrived are not lost when the connection breaks.
import type { ByteSource } from './transport.ts';

/** Most bytes that wait for the consumer; back-pressure holds up the rest. Four times as many make reading a fifth slower. */
const longestAhead = 256 * 1024;

/** Chunks are joined up to this many bytes: copying long ones takes longer than reading each of them. */
const longestJoined = 64 * 1024;

/** Gives all bytes that came before the end, and only then the end or the failure. */
export class ReadAhead implements ByteSource {
  readonly #source: ByteSource;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #isReading = false;
  #end: { readonly failure?: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
    void this.#readOn();
  }

  /** The bytes that wait: the first chunk, joined with the following ones while they are short. Undefined at the end. */
  async read(): Promise<Uint8Array | undefined> {
    if (this.#chunks.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#chunks.length > 0) {
      const bytes = this.#take();
      this.#length -= bytes.length;
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

  #take(): Uint8Array {
    let count = 0;
    let length = 0;
    for (const chunk of this.#chunks) {
      length += chunk.length;
      if (count > 0 && length > longestJoined) {
        break;
      }
      count += 1;
    }
    const taken = this.#chunks.splice(0, count);
    const [only] = taken;
    return taken.length === 1 && only !== undefined ? only : Buffer.concat(taken);
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
