// What the Spend page is told of the ledger: all once, then the changes, and nothing while nobody looks.
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/shared/credits.ts';
import type { SpendHostMessage } from '../../../src/protocol/spend.ts';
import type { LedgerListener } from '../../../src/credits/ports.ts';
import { SpendFeed } from '../../../src/credits/spendFeed.ts';
import { ledgerEntry } from './ledgerEntries.ts';

interface Reading {
  readonly since: number;
  readonly resolve: (entries: readonly LedgerEntry[]) => void;
  readonly reject: (error: Error) => void;
}

/** A feed from a ledger whose readings the test answers one by one. */
function createFeed() {
  const readings: Reading[] = [];
  const posted: SpendHostMessage[] = [];
  const listeners = new Set<LedgerListener>();
  const feed = new SpendFeed({
    source: {
      readLedger: (since) => {
        const { promise, resolve, reject } = Promise.withResolvers<readonly LedgerEntry[]>();
        readings.push({ since, resolve, reject });
        return promise;
      },
      onDidChange: (listener) => {
        listeners.add(listener);
        return { dispose: () => listeners.delete(listener) };
      },
    },
    post: (message) => posted.push(message),
    onFailure: (error) => `failed: ${String(error)}`,
  });
  const change = (entries?: readonly LedgerEntry[]): void => listeners.forEach((listener) => listener(entries));
  /** Answers the newest reading and lets everything that follows from it happen. */
  const answer = async (entries: readonly LedgerEntry[]): Promise<void> => {
    readings.at(-1)?.resolve(entries);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { feed, readings, posted, listeners, change, answer };
}

const [a, b] = [ledgerEntry({ id: 'a' }), ledgerEntry({ id: 'b' })];
const pricedA = ledgerEntry({ id: 'a', cost: { source: 'gateway', micros: 1 } });

describe('the feed of the Spend page', () => {
  it('tells all at first, then only what is written, without reading again', async () => {
    const { feed, readings, posted, change, answer } = createFeed();
    feed.list(5);
    await answer([a, b]);
    change([pricedA]);
    change([ledgerEntry({ id: 'old', startedAt: 4 })]);
    expect(readings).toHaveLength(1);
    expect(posted).toEqual([
      { type: 'ledger-listed', since: 5, entries: [a, b] },
      { type: 'ledger-changed', since: 5, entries: [pricedA] },
    ]);
  });

  it('reads once at a time, and once more where all may have changed meanwhile', async () => {
    const { feed, readings, posted, change, answer } = createFeed();
    feed.list(0);
    change([a]);
    expect(readings).toHaveLength(1);
    change();
    change();
    expect(readings).toHaveLength(1);
    await answer([a]);
    expect(readings).toHaveLength(2);
    await answer([a, b]);
    expect(readings).toHaveLength(2);
    expect(posted.at(-1)).toEqual({ type: 'ledger-listed', since: 0, entries: [a, b] });
  });

  it('tells nothing of a period that is no longer wanted, and all of the new one', async () => {
    const { feed, readings, posted, answer } = createFeed();
    feed.list(5);
    feed.list(1);
    await answer([b]);
    expect(posted).toEqual([]);
    await answer([a, b]);
    expect(readings.map(({ since }) => since)).toEqual([5, 1]);
    expect(posted).toEqual([{ type: 'ledger-listed', since: 1, entries: [a, b] }]);
  });

  it('reads nothing while nobody looks, and all again for a page that comes back', async () => {
    const { feed, readings, posted, listeners, change, answer } = createFeed();
    change();
    expect(readings).toHaveLength(0);
    feed.list(5);
    await answer([a]);
    feed.stop();
    change();
    expect(readings).toHaveLength(1);
    feed.list(5);
    await answer([a]);
    expect(posted.map(({ type }) => type)).toEqual(['ledger-listed', 'ledger-listed']);
    feed.dispose();
    expect(listeners.size).toBe(0);
  });

  it('says when the ledger cannot be read, and goes on when it can', async () => {
    const { feed, readings, posted, change, answer } = createFeed();
    feed.list(5);
    await answer([a]);
    change();
    readings.at(-1)?.reject(new Error('locked'));
    await answer([]);
    change([b]);
    await answer([a, b]);
    expect(posted.slice(1)).toEqual([
      { type: 'ledger-failed', text: 'failed: Error: locked' },
      { type: 'ledger-listed', since: 5, entries: [a, b] },
    ]);
  });
});
