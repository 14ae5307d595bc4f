// What differs between two readings of the ledger, so that only that need be told on.
import type { LedgerEntry } from '../shared/credits.ts';
import { isRecord } from '../shared/json.ts';

export interface LedgerChange {
  /** New ones, and those that are not as they were. */
  readonly changed: readonly LedgerEntry[];
  readonly removedIds: readonly string[];
}

export function compareLedgers(
  before: ReadonlyMap<string, LedgerEntry>,
  after: ReadonlyMap<string, LedgerEntry>,
): LedgerChange {
  return {
    changed: [...after.values()].filter((entry) => !isSame(before.get(entry.id), entry)),
    removedIds: [...before.keys()].filter((id) => !after.has(id)),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  if (!isRecord(a) || !isRecord(b)) {
    return Object.is(a, b);
  }
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
}
