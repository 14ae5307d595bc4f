// Periods and bars by the local calendar, across changes of the clock.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listSpans, periodStart, spanIndex, spanUnit } from '../../../src/shared/spendDays.ts';

const zones = ['Asia/Jakarta', 'Asia/Shanghai', 'America/New_York', 'America/Santiago', 'Pacific/Apia'];
const hour = 3_600_000;

describe.each(zones)('days in %s', (zone) => {
  beforeEach(() => {
    vi.stubEnv('TZ', zone);
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });
  afterEach(() => vi.unstubAllEnvs());

  it('are local days, one after the other, without gaps', () => {
    const [first, last] = [new Date(2026, 0, 1, 15).getTime(), new Date(2026, 11, 31, 23, 59).getTime()];
    const spans = listSpans(first, last, 'day');
    expect(spans).toHaveLength(365);
    for (const [index, { start, end }] of spans.entries()) {
      expect(new Date(start).getDate()).toBe(new Date(2026, 0, 1 + index).getDate());
      expect(end).toBe(spans[index + 1]?.start ?? end);
      expect(end - start).toBeGreaterThanOrEqual(23 * hour);
      expect(spanIndex(spans, start)).toBe(index);
      expect(spanIndex(spans, end - 1)).toBe(index);
    }
  });

  it.each([
    ['7', 6],
    ['30', 29],
    ['90', 89],
  ] as const)('of a period of %s end today', (period, days) => {
    const now = new Date(2026, 3, 20, 0, 0, 1).getTime();
    expect(periodStart(period, now)).toBe(new Date(2026, 3, 20 - days).getTime());
    expect(listSpans(periodStart(period, now), now, 'day')).toHaveLength(days + 1);
  });

  it('make weeks from Monday and whole months', () => {
    const [first, last] = [new Date(2026, 1, 18).getTime(), new Date(2026, 4, 2).getTime()];
    const weeks = listSpans(first, last, 'week');
    expect(weeks.every(({ start }) => new Date(start).getDay() === 1)).toBe(true);
    expect(weeks[0]?.start).toBe(new Date(2026, 1, 16).getTime());
    const months = listSpans(first, last, 'month');
    expect(months.map(({ start }) => new Date(start).getMonth())).toEqual([1, 2, 3, 4]);
  });
});

it('time before and after all spans belongs to the first and the last', () => {
  const spans = listSpans(Date.UTC(2026, 0, 5), Date.UTC(2026, 0, 8), 'day');
  expect(spanIndex(spans, 0)).toBe(0);
  expect(spanIndex(spans, Date.UTC(2030, 0, 1))).toBe(spans.length - 1);
});

it('bars are days while they can be told apart, then weeks, then months', () => {
  const day = 24 * hour;
  expect(spanUnit(0, 90 * day)).toBe('day');
  expect(spanUnit(0, 120 * day)).toBe('week');
  expect(spanUnit(0, 3 * 365 * day)).toBe('month');
  expect(periodStart('all', Date.now())).toBe(0);
});
