import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { readRetryAfter, retryDelay } from '../../../src/api/retry.ts';
import { collect, createClient, request, startServer } from './support/server.ts';

const busy = (retryAfterMs?: number): ApiError => new ApiError('server', 'busy', { isRetryable: true, retryAfterMs });

describe('the wait before another attempt', () => {
  it('doubles, less up to a quarter', () => {
    expect([retryDelay(busy(), 0, 0), retryDelay(busy(), 1, 0)]).toEqual([500, 1000]);
    expect(retryDelay(busy(), 0, 0.999_999)).toBeCloseTo(375, 1);
  });

  it('is what the server asks for, up to a minute', () => {
    expect([retryDelay(busy(0), 0, 0.5), retryDelay(busy(60_000), 1, 0), retryDelay(busy(60_001), 0, 0)]).toEqual([
      0,
      60_000,
      undefined,
    ]);
  });

  it('is spread where windows were told the same, and never shorter than that', () => {
    const waits = [0, 0.25, 0.5, 0.75, 0.999].map((random) => retryDelay(busy(1_000), 0, random));
    expect(waits.map((wait) => Math.round(wait ?? 0))).toEqual([1_000, 1_063, 1_125, 1_188, 1_250]);
    expect(retryDelay(busy(60_000), 0, 0.999_999)).toBeCloseTo(62_000, 0);
  });

  it('ends after two retries, and never begins where trying again cannot help', () => {
    expect(retryDelay(busy(), 2, 0)).toBeUndefined();
    expect(retryDelay(new ApiError('out-of-credit', 'x', { retryAfterMs: 1 }), 0, 0)).toBeUndefined();
  });

  // Rows: F41
  it('brings none of eight windows back too soon, nor all at once', async () => {
    const askedMs = 200;
    const times = new Map<string, number[]>();
    const server = await startServer((response, received) => {
      const who = received.headers.authorization ?? '';
      times.set(who, [...(times.get(who) ?? []), performance.now()]);
      response.writeHead(429, { 'retry-after-ms': `${askedMs}` }).end('{"error":{"message":"slow down"}}');
    });
    const windows = Array.from({ length: 8 }, (_, index) =>
      createClient({ ...server, apiKey: () => Promise.resolve(`key-${index}`) }),
    );
    const seen = await Promise.all(windows.map((client) => collect(client.streamChat(request))));
    const delays = seen.flatMap(({ events }) => events.flatMap((one) => (one.type === 'retry' ? [one.delayMs] : [])));
    expect(delays).toHaveLength(16);
    expect(new Set(delays).size).toBe(16);
    expect([...times.values()].map((asked) => asked.length)).toEqual(windows.map(() => 3));
    const waits = [...times.values()].flatMap(([first = 0, second = 0, third = 0]) => [second - first, third - second]);
    // Timers of Node count whole milliseconds.
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(askedMs - 1);
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
    [{ 'retry-after': '9'.repeat(400) }, undefined],
    [{}, undefined],
  ])('of %j is %j', (headers: Record<string, string>, expected) => {
    expect(readRetryAfter((name) => headers[name], now)).toBe(expected);
  });
});
