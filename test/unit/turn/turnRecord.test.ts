import { beforeEach, describe, expect, it } from 'vitest';
import type { ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';
import { estimatePrompt } from '../../../src/shared/requestEstimate.ts';
import { estimateTokens } from '../../../src/shared/tokenEstimate.ts';
import { TurnRecord } from '../../../src/turn/turnRecord.ts';

const request: ChatRequest = { model: 'm', messages: [{ role: 'user', content: 'Which files are there?' }] };
const call: TurnEvent = { type: 'tool-call', id: '1', name: 'listFiles', arguments: '{"folder":"src/api"}' };
const running = new AbortController().signal;
const aborted = AbortSignal.abort();

describe('the record of a turn', () => {
  let now: number;
  let record: TurnRecord;

  beforeEach(() => {
    now = 100;
    record = new TurnRecord(request, () => now);
  });

  it('knows nothing before the first event', () => {
    const { startedAt, firstPieceMs, hasBegun, usage, outcome, failure, pendingRetry } = record;
    expect([startedAt, firstPieceMs, hasBegun]).toEqual([100, undefined, false]);
    expect([usage, outcome, failure, pendingRetry]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    [{ type: 'text-delta', text: 'Hi' }, 'Hi'],
    [{ type: 'reasoning-delta', text: 'Let me see.' }, 'Let me see.'],
    [call, 'listFiles{"folder":"src/api"}'],
  ] as const)('counts %o as output that is paid for', (piece, output) => {
    now = 350;
    record.take(piece);
    now = 900;
    record.take(piece);
    expect([record.firstPieceAt, record.firstPieceMs, record.hasBegun]).toEqual([350, 250, true]);
    expect(record.usage).toEqual({
      promptTokens: estimatePrompt(request),
      completionTokens: 2 * estimateTokens(output),
      isEstimated: true,
    });
    expect(record.usage?.completionTokens).toBeGreaterThan(0);
  });

  it('goes by the gateway’s own count, the last one that it gives', () => {
    record.take({ type: 'text-delta', text: 'Hi' });
    record.take({ type: 'usage', usage: { promptTokens: 3, completionTokens: 1 } });
    record.take({ type: 'usage', usage: { promptTokens: 3, completionTokens: 2, cost: 0.5 } });
    expect(record.usage).toEqual({ promptTokens: 3, completionTokens: 2, cost: 0.5 });
    expect(record.statedUsage).toEqual(record.usage);
  });

  it('counts the wait before another attempt down, until anything comes of that', () => {
    const [busy, again] = [new Error('busy'), new Error('busy again')];
    record.take({ type: 'retry', attempt: 1, delayMs: 500, error: busy });
    now = 300;
    expect(record.pendingRetry).toEqual({ attempt: 2, delayMs: 300, error: busy });
    now = 700;
    expect(record.pendingRetry).toEqual({ attempt: 2, delayMs: 0, error: busy });
    record.take({ type: 'retry', attempt: 2, delayMs: 1_000, error: again });
    expect(record.pendingRetry).toEqual({ attempt: 3, delayMs: 1_000, error: again });
    record.take({ type: 'turn-start' });
    expect(record.pendingRetry).toBeUndefined();
    expect(record.failedAttempts).toEqual([busy, again]);
    expect(record.hasBegun).toBe(false);
  });

  it('ends as it is told, with what cut the answer off', () => {
    const cause = new Error('reset');
    record.take({ type: 'turn-end', outcome: 'cut-off', error: cause });
    record.end(aborted);
    expect([record.outcome, record.cause]).toEqual(['cut-off', cause]);
  });

  it('is cut off where the stream ends without a word, or stopped where that was wanted', () => {
    record.end(running);
    expect(record.outcome).toBe('cut-off');
    const stopped = new TurnRecord(request, () => now);
    stopped.end(aborted);
    expect(stopped.outcome).toBe('stopped');
  });

  it('fails with what was thrown, whatever was told before', () => {
    const error = new Error('gone');
    record.take({ type: 'retry', attempt: 1, delayMs: 500, error: new Error('busy') });
    record.take({ type: 'turn-end', outcome: 'stop' });
    record.fail(error, running);
    expect([record.outcome, record.failure, record.pendingRetry]).toEqual([undefined, { error }, undefined]);
  });

  it('is stopped, and has not failed, where it throws because it was stopped', () => {
    record.take({ type: 'retry', attempt: 1, delayMs: 500, error: new Error('busy') });
    record.fail(new Error('aborted'), aborted);
    expect([record.outcome, record.failure, record.pendingRetry]).toEqual(['stopped', undefined, undefined]);
  });
});
