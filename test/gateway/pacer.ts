// Delays the pieces of an answer to its pace. Uses one timer at a time, which the signal ends.
import { setImmediate, setTimeout } from 'node:timers/promises';

export interface Pace {
  /** 0 means as fast as possible. */
  readonly tokensPerSecond: number;
  readonly firstTokenDelayMs: number;
}

export class Pacer {
  readonly #pace: () => Pace;
  readonly #signal: AbortSignal;
  readonly #startedAt = performance.now();

  /** @param pace read before each piece, so that it can change in the middle of an answer. */
  constructor(pace: () => Pace, signal: AbortSignal) {
    this.#pace = pace;
    this.#signal = signal;
  }

  /**
   * Waits until this many tokens may have been generated. Always yields to the event loop, so that writes stay separate.
   * @throws AbortError when the signal aborts.
   */
  async until(tokens: number): Promise<void> {
    const { tokensPerSecond, firstTokenDelayMs } = this.#pace();
    const generatingMs = tokensPerSecond > 0 ? (tokens / tokensPerSecond) * 1_000 : 0;
    const waitMs = this.#startedAt + firstTokenDelayMs + generatingMs - performance.now();
    if (waitMs >= 1) {
      await setTimeout(waitMs, undefined, { signal: this.#signal });
    } else {
      await setImmediate(undefined, { signal: this.#signal });
    }
  }
}
