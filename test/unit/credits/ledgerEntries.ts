// Ledger entries for tests: one by hand, and any there can be.
import fc from 'fast-check';
import { costDoubts, costSources, type LedgerEntry } from '../../../src/shared/credits.ts';
import { features } from '../../../src/words/spendText.ts';

export function ledgerEntry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 'request',
    origin: 'https://opencodex.hk',
    model: 'deepseek-chat',
    feature: 'chat',
    startedAt: 1_700_000_000_000,
    attempts: 1,
    cost: { source: 'measured', micros: 1_300_000 },
    ...change,
  };
}

const count = fc.nat(1_000_000);

/** Entries with distinct ids; texts of every kind, amounts that doubles cannot add as fractions, gaps everywhere. */
export const anyLedger: fc.Arbitrary<LedgerEntry[]> = fc.uniqueArray(
  fc.record(
    {
      id: fc.string({ minLength: 1 }),
      origin: fc.constant('https://opencodex.hk'),
      model: fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), fc.string({ unit: 'binary' })),
      feature: fc.constantFrom(...features),
      workspace: fc.record({ id: fc.constantFrom('1', '2', '3'), name: fc.string({ unit: 'grapheme' }) }),
      startedAt: fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }),
      outcome: fc.oneof(fc.constantFrom('stop', 'server'), fc.string()),
      promptTokens: count,
      cachedTokens: count,
      completionTokens: count,
      attempts: fc.integer({ min: 1, max: 3 }),
      cost: fc.record(
        {
          source: fc.constantFrom(...costSources),
          micros: fc.nat(10_000_000_000),
          doubt: fc.constantFrom(...costDoubts),
        },
        { requiredKeys: ['source'] },
      ),
    },
    { requiredKeys: ['id', 'origin', 'model', 'feature', 'startedAt', 'attempts', 'cost'] },
  ),
  { selector: ({ id }) => id, maxLength: 60 },
);
