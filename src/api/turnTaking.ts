// Yields to the event loop during long work, so that other extensions, timers and Stop get their turn.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../shared/limits.ts';

/** Adds up the time of work since the event loop last had its turn; waits do not count. */
export class TurnTaking {
  /** Milliseconds of work since the last `pause`. */
  #worked = 0;
  #now = performance.now();

  /** The time of the last call of any method here, by `performance.now`. */
  get now(): number {
    return this.#now;
  }

  /** Call after each wait, so that its time does not count as work. */
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

  /** Gives the event loop one turn. */
  async pause(): Promise<void> {
    await nextTurn();
    this.#worked = 0;
    this.endWait();
  }
}
