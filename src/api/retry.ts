// Decides whether and when a failed request is retried. After its first data event a request is never retried.
import type { ApiError } from './errors.ts';

const mostRetries = 2;

/** The longest wait that we accept from a server, in milliseconds. Where a server asks for more, the user is told the time instead. */
const longestRetryWaitMs = 60_000;

/** The most that we add to the wait that a server asks for, in milliseconds. */
const longestSpreadMs = 2_000;

/**
 * Milliseconds to wait before the retry, or undefined where there is none. `retriesDone` counts from 0; `random` is in [0, 1). The
 * back-off is that of openai-node: 0.5 s doubling to 8 s, less up to a quarter. A wait that the server asks for is never shortened, but
 * lengthened by up to a quarter, so that windows that were told the same wait do not all come back at once.
 */
export function retryDelay(error: ApiError, retriesDone: number, random: number): number | undefined {
  if (!error.isRetryable || retriesDone >= mostRetries) {
    return undefined;
  }
  const { retryAfterMs } = error;
  if (retryAfterMs !== undefined) {
    const spread = Math.min(retryAfterMs / 4, longestSpreadMs) * random;
    return retryAfterMs <= longestRetryWaitMs ? retryAfterMs + spread : undefined;
  }
  return Math.min(500 * 2 ** retriesDone, 8000) * (1 - random / 4);
}

/**
 * The wait that `retry-after-ms` or `Retry-After` (seconds or a date) asks for, in milliseconds; undefined if unreadable. A date is
 * compared with the date of the response, or with `now` (milliseconds since the epoch) where it has none: the clock here may be a day
 * off.
 */
export function readRetryAfter(header: (name: string) => string | undefined, now: number): number | undefined {
  const milliseconds = readDecimalText(header('retry-after-ms'));
  if (milliseconds !== undefined) {
    return milliseconds;
  }
  const text = header('retry-after');
  const seconds = readDecimalText(text);
  if (seconds !== undefined) {
    return seconds * 1000;
  }
  // Date.parse reads "-1" as a year, but an HTTP date contains letters.
  const date = text !== undefined && /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const sentAt = Date.parse(header('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sentAt) ? now : sentAt));
}

function readDecimalText(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
  // A wait without an end is none that could be kept or told.
  return Number.isFinite(value * 1000) ? value : undefined;
}
