import { describe, expect, it } from 'vitest';
import { modelStatistics } from '../../../src/credits/modelStatistics.ts';
import type { LedgerEntry } from '../../../src/shared/credits.ts';

let requests = 0;

/** Ten seconds after the first text, 500 tokens: 50 a second. */
function answer(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  requests += 1;
  const startedAt = requests * 60_000;
  return {
    id: String(requests),
    origin: 'https://gateway.test',
    model: 'a',
    feature: 'chat',
    startedAt,
    endedAt: startedAt + 800 + 10_000,
    outcome: 'stop',
    firstTextMs: 800,
    promptTokens: 100,
    completionTokens: 500,
    attempts: 1,
    cost: { source: 'measured', micros: 3000 },
    ...changes,
  };
}

function statisticsOf(...entries: readonly LedgerEntry[]) {
  return modelStatistics(entries).get('a');
}

describe('the statistics of a model', () => {
  it('are the medians of its answers', () => {
    const fast = answer({ completionTokens: 900, firstTextMs: 800, cost: { source: 'about', micros: 9000 } });
    expect(statisticsOf(answer(), fast, answer())).toEqual({
      answers: 3,
      firstTextMs: 800,
      tokensPerSecond: 50,
      costMicros: 3000,
    });
  });

  it('are kept for each model', () => {
    const all = modelStatistics([answer(), answer({ model: 'b' }), answer({ model: 'b' })]);
    expect([...all].map(([model, { answers }]) => [model, answers])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });

  it.each<[string, Partial<LedgerEntry>]>([
    ['is under way', { endedAt: undefined } as unknown as Partial<LedgerEntry>],
    ['brought nothing', { firstTextMs: undefined, outcome: 'server' } as unknown as Partial<LedgerEntry>],
    ['was a test of the connection', { feature: 'diagnose' }],
  ])('leave out what %s', (_, changes) => {
    expect(statisticsOf(answer(changes))).toBeUndefined();
  });

  it.each<[string, Partial<LedgerEntry>]>([
    ['is too short', { completionTokens: 49 }],
    ['broke off', { outcome: 'cut-off' }],
    ['was stopped', { outcome: 'stopped' }],
    ['came at once', { firstTextMs: 10_800 }],
  ])('tell no speed from an answer that %s', (_, changes) => {
    expect(statisticsOf(answer(changes))).toMatchObject({ answers: 1, costMicros: 3000 });
    expect(statisticsOf(answer(changes))).not.toHaveProperty('tokensPerSecond');
  });

  it('tell no time to the first text from a request that was sent again, and no cost where none is known', () => {
    expect(statisticsOf(answer({ attempts: 2, cost: { source: 'unknown' } }))).toEqual({
      answers: 1,
      tokensPerSecond: 50,
    });
  });

  it('are those of the last fifty answers, in whatever order they come', () => {
    const old = Array.from({ length: 60 }, () => answer({ firstTextMs: 1 }));
    const recent = Array.from({ length: 50 }, () => answer());
    expect(statisticsOf(...recent, ...old)).toMatchObject({ answers: 50, firstTextMs: 800 });
  });
});
