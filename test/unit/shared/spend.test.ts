// Sums of the ledger: exact, and honest about what is not known.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/shared/credits.ts';
import { groupEntries, knownHow, sumEntries, workspaceKey } from '../../../src/shared/spend.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { createMatcher } from '../../../src/words/spendMatcher.ts';
import { assignSeries, axisSteps, drawChart, mostSeries } from '../../../src/webview/spend/state/spendChart.ts';
import { anyLedger, ledgerEntry } from '../credits/ledgerEntries.ts';

const t = createTranslate({});
const keys: readonly ((entry: LedgerEntry) => string)[] = [
  ({ model }) => model,
  ({ feature }) => feature,
  workspaceKey,
  knownHow,
];

describe('sums', () => {
  it('count an unknown cost as a request of unknown cost, never as 0', () => {
    const sum = sumEntries([
      ledgerEntry(),
      ledgerEntry({ cost: { source: 'unknown' } }),
      // An amount that comes with a source that knows none is no amount.
      ledgerEntry({ cost: { source: 'unknown', micros: 5 } }),
      ledgerEntry({ cost: { source: 'about' } }),
      ledgerEntry({ cost: { source: 'measured', micros: 0.1 } }),
      ledgerEntry({ cost: { source: 'about', micros: 100_000 } }),
    ]);
    expect(sum).toMatchObject({ requests: 6, micros: 1_400_000, unknownRequests: 4, estimatedRequests: 1 });
  });

  it('of the parts add up to the whole, to the last micro, however the ledger is cut', () => {
    fc.assert(
      fc.property(anyLedger, (entries) => {
        const whole = sumEntries(entries);
        const known = entries.filter((entry) => knownHow(entry) !== 'unknown');
        const expected = known.reduce((sum, { cost }) => sum + BigInt(cost.micros ?? 0), 0n);
        expect(BigInt(whole.micros)).toBe(expected);
        expect(whole.unknownRequests).toBe(entries.length - known.length);
        for (const key of keys) {
          const parts = groupEntries(entries, key).map(({ sum }) => sum);
          for (const member of ['requests', 'micros', 'unknownRequests', 'sentTokens', 'receivedTokens'] as const) {
            expect(parts.reduce((sum, part) => sum + part[member], 0)).toBe(whole[member]);
          }
        }
      }),
    );
  });

  it('go into groups with the dearest first', () => {
    const groups = groupEntries(
      [ledgerEntry({ model: 'cheap' }), ledgerEntry({ model: 'dear', cost: { source: 'about', micros: 9e9 } })],
      ({ model }) => model,
    );
    expect(groups.map(({ key }) => key)).toEqual(['dear', 'cheap']);
  });
});

describe('the filter', () => {
  const mine = ledgerEntry({ workspace: { id: 'w', name: 'Toko Online' }, outcome: 'length', feature: 'refactor' });
  const matches = (filter: Parameters<typeof createMatcher>[0]) => createMatcher(filter, t)(mine);

  it('lets through what matches all of it', () => {
    expect(matches({ text: '' })).toBe(true);
    expect(matches({ text: '', model: 'deepseek-chat', feature: 'refactor', workspace: 'w' })).toBe(true);
    expect(matches({ text: '', model: 'deepseek-chat', feature: 'chat', workspace: 'w' })).toBe(false);
    expect(matches({ text: '', workspace: '' })).toBe(false);
    expect(createMatcher({ text: '', workspace: '' }, t)(ledgerEntry())).toBe(true);
  });

  it('looks for every word in what the table shows', () => {
    expect(matches({ text: '  toko   DEEPSEEK ' })).toBe(true);
    expect(matches({ text: 'token limit refactor' })).toBe(true);
    expect(matches({ text: 'toko qwen' })).toBe(false);
  });
});

describe('the chart', () => {
  it('has the whole sum in its bars, and each bar’s sum in its parts', () => {
    fc.assert(
      fc.property(anyLedger, fc.boolean(), (entries, isAll) => {
        const now = 1_800_000_000_000;
        const since = isAll ? 0 : 1_600_000_000_000;
        const { bars } = drawChart(entries, { since, now, series: assignSeries(entries) });
        expect(bars.reduce((sum, bar) => sum + bar.sum.micros, 0)).toBe(sumEntries(entries).micros);
        expect(bars.reduce((sum, bar) => sum + bar.sum.requests, 0)).toBe(entries.length);
        for (const { sum, parts } of bars) {
          expect(parts.reduce((total, part) => total + part, 0)).toBe(sum.micros);
        }
      }),
    );
  });

  it('gives the dearest models series of their own, and the others the last one together', () => {
    const entries = Array.from({ length: 9 }, (_, index) =>
      ledgerEntry({ id: String(index), model: `m${index}`, cost: { source: 'about', micros: 100 - index } }),
    );
    const series = assignSeries(entries);
    expect([...series.keys()]).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    const { bars } = drawChart(entries, { since: 0, now: 1_700_000_000_000, series });
    expect(bars).toHaveLength(1);
    expect(bars[0]?.parts[mostSeries - 1]).toBe(95 + 94 + 93 + 92);
  });

  it('has an axis of few round steps that reaches over the largest bar', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (most) => {
        const steps = axisSteps(most);
        expect(steps[0]).toBe(0);
        expect(steps.at(-1)).toBeGreaterThanOrEqual(most);
        expect(steps.length).toBeLessThanOrEqual(6);
        expect(steps.every(Number.isInteger)).toBe(true);
      }),
    );
    expect(axisSteps(1_010_000)).toEqual([0, 500_000, 1_000_000, 1_500_000]);
  });
});
