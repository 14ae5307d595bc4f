// Gives the event loop back while there is much to do: other extensions, timers and Stop have their turn in between.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../shared/limits.ts';

/** Counts the work between waits. */
export class TurnTaking {
  /** Since the event loop had its turn, in milliseconds. */
  #worked = 0;
  #now = performance.now();

  /** The time when this was last asked or told anything, as of `performance.now`. */
  get now(): number {
    return this.#now;
  }

  /** A wait is over, which was no work. */
  endWait(): void {
    this.#now = performance.now();
  }

  /** True where it is time to call `pause`. */
  isDue(): boolean {
    const now = performance.now();
    this.#worked += now - this.#now;
    this.#now = now;
    return this.#worked > limits.workMs;
  }

  /** Lets everything else run once. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#worked = 0;
    this.endWait();
  }
}
