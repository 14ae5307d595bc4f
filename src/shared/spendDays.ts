// The local calendar of the Spend page: periods that end today, and the days, weeks or months that the chart shows.

export const periods = ['7', '30', '90', 'all'] as const;

/** Days up to today, today included. */
export type Period = (typeof periods)[number];

export type SpanUnit = 'day' | 'week' | 'month';

/** A stretch of local days. Times are in milliseconds since the epoch, and `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** More bars than this would be too thin to tell apart. */
const mostBars = 92;
const dayMs = 86_400_000;

/**
 * The first moment of the period, in milliseconds since the epoch; 0 for `all`. It counts calendar days, so a day of 23 or 25 hours is
 * one day.
 */
export function periodStart(period: Period, now: number): number {
  return period === 'all' ? 0 : startOf(now, 'day', 1 - Number(period));
}

/** The unit of the chart's bars: days where they are few enough to be told apart, else weeks, else months. */
export function spanUnit(first: number, last: number): SpanUnit {
  const days = (last - first) / dayMs;
  return days <= mostBars ? 'day' : days <= mostBars * 7 ? 'week' : 'month';
}

/** The spans from the one that contains `first` to the one that contains `last`, without gaps. */
export function listSpans(first: number, last: number, unit: SpanUnit): Span[] {
  const spans: Span[] = [];
  let start = startOf(first, unit);
  do {
    const end = startOf(start, unit, 1);
    spans.push({ start, end });
    start = end;
  } while (start <= last);
  return spans;
}

/**
 * The index of the span that contains `time`; for a time outside of all it is the first or last index. `spans` is not empty and has no
 * gaps.
 */
export function spanIndex(spans: readonly Span[], time: number): number {
  let [low, high] = [0, spans.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((spans[middle]?.start ?? Infinity) <= time) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** The first moment of the day, week (from Monday) or month that contains `time`, or of the one that is `steps` later. */
function startOf(time: number, unit: SpanUnit, steps = 0): number {
  const date = new Date(time);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  switch (unit) {
    case 'day':
      return new Date(year, month, day + steps).getTime();
    case 'week':
      return new Date(year, month, day - ((date.getDay() + 6) % 7) + 7 * steps).getTime();
    case 'month':
      return new Date(year, month + steps, 1).getTime();
  }
}
