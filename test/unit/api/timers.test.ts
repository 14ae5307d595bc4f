import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watchdog } from '../../../src/api/timers.ts';

describe('Watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watch(limitMs: number): { readonly isExpired: () => boolean; readonly watchdog: Watchdog } {
    let isExpired = false;
    const watchdog = new Watchdog(() => (isExpired = true));
    watchdog.setLimit(limitMs);
    watchdog.begin();
    return { isExpired: () => isExpired, watchdog };
  }

  it('barks when its time is over, and not before', () => {
    const { isExpired } = watch(5_000);
    vi.advanceTimersByTime(4_999);
    expect(isExpired()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(isExpired()).toBe(true);
  });

  it('does not bark while nobody waits', () => {
    const { isExpired, watchdog } = watch(5_000);
    watchdog.end();
    vi.advanceTimersByTime(60_000);
    expect(isExpired()).toBe(false);
  });

  it.each([2 ** 31, 3_600_000_000, Number.MAX_VALUE])('waits long where it is told to: %d ms', (limitMs) => {
    const { isExpired, watchdog } = watch(limitMs);
    vi.advanceTimersByTime(3_600_000);
    expect(isExpired()).toBe(false);
    watchdog.stop();
  });
});
