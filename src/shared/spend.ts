// Adds up the requests of the ledger exactly, and defines the filter for them. Pure: both bundles use it.
import * as v from 'valibot';
import type { CostSource, LedgerEntry } from './credits.ts';

export const spendFilterSchema = v.object({
  model: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  feature: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  /** A result of `workspaceKey`. */
  workspace: v.exactOptional(v.pipe(v.string(), v.maxLength(500))),
  /** Words that must all occur in what the table shows of a request. */
  text: v.pipe(v.string(), v.maxLength(500)),
});

/** A member that is missing excludes no request. */
export type SpendFilter = v.InferOutput<typeof spendFilterSchema>;

export interface SpendSum {
  readonly requests: number;
  /** Millionths of a credit, over all requests whose cost is known. */
  readonly micros: number;
  /** Requests whose cost is not known: `micros` does not include them. */
  readonly unknownRequests: number;
  /** Requests whose cost is only `about` right. */
  readonly estimatedRequests: number;
  readonly sentTokens: number;
  /** How many of the sent tokens were cached. */
  readonly cachedTokens: number;
  readonly receivedTokens: number;
}

export interface SpendGroup<Key extends string = string> {
  readonly key: Key;
  readonly sum: SpendSum;
}

type Tally = { -readonly [Member in keyof SpendSum]: SpendSum[Member] };

/** Millionths of a credit; undefined where the cost is not known. A broken amount counts as not known and is never corrected. */
export function knownMicros({ cost }: LedgerEntry): number | undefined {
  return cost.source !== 'unknown' && Number.isSafeInteger(cost.micros) ? cost.micros : undefined;
}

/** How the cost is known: `unknown` where its amount cannot be used, whatever the entry says. */
export function knownHow(entry: LedgerEntry): CostSource {
  return knownMicros(entry) === undefined ? 'unknown' : entry.cost.source;
}

/** The key that tells workspaces apart; empty for a request without one. */
export function workspaceKey({ workspace }: LedgerEntry): string {
  return workspace?.id ?? '';
}

export function sumEntries(entries: Iterable<LedgerEntry>): SpendSum {
  const tally = newTally();
  for (const entry of entries) {
    add(tally, entry);
  }
  return tally;
}

/** One sum for each key, the most expensive first; of equal sums the one with more requests. */
export function groupEntries<Key extends string>(
  entries: Iterable<LedgerEntry>,
  keyOf: (entry: LedgerEntry) => Key,
): SpendGroup<Key>[] {
  const tallies = new Map<Key, Tally>();
  for (const entry of entries) {
    const key = keyOf(entry);
    let tally = tallies.get(key);
    if (!tally) {
      tally = newTally();
      tallies.set(key, tally);
    }
    add(tally, entry);
  }
  return [...tallies]
    .map(([key, sum]) => ({ key, sum }))
    .sort((a, b) => b.sum.micros - a.sum.micros || b.sum.requests - a.sum.requests || compareText(a.key, b.key));
}

function newTally(): Tally {
  return {
    requests: 0,
    micros: 0,
    unknownRequests: 0,
    estimatedRequests: 0,
    sentTokens: 0,
    cachedTokens: 0,
    receivedTokens: 0,
  };
}

function add(tally: Tally, entry: LedgerEntry): void {
  const micros = knownMicros(entry);
  tally.requests += 1;
  if (micros === undefined) {
    tally.unknownRequests += 1;
  } else {
    tally.micros += micros;
    tally.estimatedRequests += entry.cost.source === 'about' ? 1 : 0;
  }
  tally.sentTokens += entry.promptTokens ?? 0;
  tally.cachedTokens += entry.cachedTokens ?? 0;
  tally.receivedTokens += entry.completionTokens ?? 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
