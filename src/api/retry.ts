// Whether and when a failed request is tried again, before its first data event only.
import type { ApiError } from './errors.ts';

const mostRetries = 2;

/** Longest wait that a server may ask for; beyond it the user is told the time instead. */
const longestRetryWaitMs = 60_000;

/** The most that a wait is longer than a server asks for. */
const longestSpreadMs = 2_000;

/**
 * Milliseconds to wait before the next attempt, or undefined where there is none.
 * `retriesDone` counts from 0; `random` is in [0, 1). Back-off as in openai-node: 0.5 s doubling to 8 s, less up to a quarter. What a
 * server asks for is never cut short, but more by up to a quarter: windows that were told the same do not all come back at once.
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
 * What `retry-after-ms` and `Retry-After` (seconds or a date) ask for, in milliseconds; undefined if unreadable. A date is counted from
 * that of the reply, or from `now` where it has none: the clock here may be a day off.
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
  // Date.parse takes "-1" for a year; a date of HTTP has letters.
  const date = text !== undefined && /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const sentAt = Date.parse(header('date') ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sentAt) ? now : sentAt));
}

function readDecimalText(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
