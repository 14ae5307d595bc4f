// The client's own timeouts, for the first byte and between bytes, and waits that can be aborted.
import { limits } from '../shared/limits.ts';

/** Limits in milliseconds. */
export interface TimeoutSettings {
  readonly connect?: number;
  readonly firstByte?: number;
  /** Between bytes of an answer, those of comments included. 0 turns it off. */
  readonly idle?: number;
  /** Between parts of an answer, even while comments come. It is off where `idle` is. */
  readonly silence?: number;
}

export const defaultTimeouts = {
  connect: 10_000,
  firstByte: 120_000,
  idle: 90_000,
  silence: limits.answer.silenceMs,
} as const satisfies TimeoutSettings;

export type Timeouts = Readonly<Record<keyof TimeoutSettings, number>>;

/** Node treats a longer delay as 1 ms. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A timeout for each wait for the server. It runs only between `begin` and `end`, so that a slow consumer of ours is never taken for a
 * silent server. Node's timers are monotonic. Whoever creates it calls `stop`.
 */
export class Watchdog {
  readonly #onTimeout: () => void;
  #timer: NodeJS.Timeout | undefined;
  #limitMs = 0;
  #isWaiting = false;

  constructor(onTimeout: () => void) {
    this.#onTimeout = onTimeout;
  }

  /** Sets the limit of this wait and the following ones, in milliseconds. 0 means none. */
  setLimit(limitMs: number): void {
    if (limitMs === this.#limitMs) {
      return;
    }
    clearTimeout(this.#timer);
    this.#limitMs = limitMs;
    this.#timer = limitMs > 0 ? setTimeout(() => this.#expire(), Math.min(limitMs, longestTimerMs)) : undefined;
  }

  begin(): void {
    this.#isWaiting = true;
    // This also restarts a timer that fired between two waits.
    this.#timer?.refresh();
  }

  end(): void {
    this.#isWaiting = false;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWaiting = false;
  }

  #expire(): void {
    if (this.#isWaiting) {
      this.#onTimeout();
    }
  }
}

/** Resolves after the time. Rejects with the signal's reason as soon as it aborts, leaving no timer behind. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  return abortable(promise, signal).finally(() => clearTimeout(timer));
}

/** The promise's own result, or a rejection with the signal's reason if it aborts first. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(toError(signal.reason));
  if (signal.aborted) {
    onAbort();
  }
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('This operation was aborted', 'AbortError');
}
