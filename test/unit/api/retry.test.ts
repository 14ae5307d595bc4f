import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { readRetryAfter, retryDelay } from '../../../src/api/retry.ts';

const busy = (retryAfterMs?: number): ApiError => new ApiError('server', 'busy', { isRetryable: true, retryAfterMs });

describe('the wait before another attempt', () => {
  it('doubles, less up to a quarter', () => {
    expect([retryDelay(busy(), 0, 0), retryDelay(busy(), 1, 0)]).toEqual([500, 1000]);
    expect(retryDelay(busy(), 0, 0.999_999)).toBeCloseTo(375, 1);
  });

  it('is what the server asks for, up to a minute', () => {
    expect([retryDelay(busy(0), 0, 0.5), retryDelay(busy(60_000), 1, 0.5), retryDelay(busy(60_001), 0, 0.5)]).toEqual([
      0,
      60_000,
      undefined,
    ]);
  });

  it('ends after two retries, and never begins where trying again cannot help', () => {
    expect(retryDelay(busy(), 2, 0)).toBeUndefined();
    expect(retryDelay(new ApiError('out-of-credit', 'x', { retryAfterMs: 1 }), 0, 0)).toBeUndefined();
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  // Rows: F42
  it.each([
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Thu, 01 Jan 2020 00:00:30 GMT' }, 0],
    [{ 'retry-after': 'Fri, 02 Jan 2026 00:00:30 GMT', date: 'Fri, 02 Jan 2026 00:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT', date: 'Wed, 01 Jan 2025 00:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'never' }, 30_000],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('of %j is %j', (headers: Record<string, string>, expected) => {
    expect(readRetryAfter((name) => headers[name], now)).toBe(expected);
  });
});
