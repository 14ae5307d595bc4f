import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { RetryProgress } from '../../../src/vscode/edit/retryProgress.ts';

describe('RetryProgress', () => {
  let told: string[];
  let progress: RetryProgress;
  const plan = { attempt: 2, delayMs: 2_500, reason: 'Busy.' };

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    progress = new RetryProgress({ report: ({ message }) => told.push(message) }, createTranslate({}));
  });
  afterEach(() => {
    progress.dispose();
    vi.useRealTimers();
  });

  it('tells of a wait once at its beginning and once at its end, in whole seconds', () => {
    progress.announce(plan as never);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('3');
    vi.advanceTimersByTime(2_500);
    expect(told).toHaveLength(2);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(2);
  });

  it('takes it back as the answer begins, and says nothing of an answer that never waited', () => {
    progress.clear();
    expect(told).toEqual([]);
    progress.announce(plan as never);
    progress.clear();
    expect(told.at(-1)).toBe('');
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(2);
  });
});
