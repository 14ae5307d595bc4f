// What of the ledger the Spend page is told, and when: all at first, then only what changed.
import { compareLedgers } from './ledgerChange.ts';
import type { LedgerEntry } from '../shared/credits.ts';

/** Where the page gets the ledger from. */
export interface SpendSource {
  /** Requests that started at `since` (milliseconds since 1970) or later, in any order; those under way, too. */
  readLedger(since: number): Promise<readonly LedgerEntry[]>;
  /** Told after a request was added or changed, here or in another window. */
  onDidChange(listener: () => void): { dispose(): void };
}

/** What the page is told. */
type LedgerNews =
  | { readonly type: 'ledger-listed'; readonly since: number; readonly entries: LedgerEntry[] }
  | {
      readonly type: 'ledger-changed';
      readonly since: number;
      readonly entries: LedgerEntry[];
      readonly removedIds: string[];
    }
  | { readonly type: 'ledger-failed'; readonly text: string };

interface FeedOptions {
  readonly source: SpendSource;
  readonly post: (news: LedgerNews) => void;
  /** The ledger could not be read: logs why, and gives the sentence to show. */
  readonly onFailure: (error: unknown) => string;
}

export class SpendFeed {
  readonly #options: FeedOptions;
  readonly #subscription: { dispose(): void };
  /** What the page has been told; undefined while it knows nothing. */
  #told: { readonly since: number; readonly entries: ReadonlyMap<string, LedgerEntry> } | undefined;
  /** From when the page wants requests; undefined while there is no page to tell. */
  #since: number | undefined;
  #isReading = false;
  #isStale = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#subscription = options.source.onDidChange(() => this.#refresh());
  }

  /** The page knows nothing of what it was told before, and wants all from `since` on. */
  list(since: number): void {
    this.#told = undefined;
    this.#since = since;
    this.#refresh();
  }

  /** The page is gone: nothing is read until it asks again. */
  stop(): void {
    this.#told = undefined;
    this.#since = undefined;
  }

  dispose(): void {
    this.stop();
    this.#subscription.dispose();
  }

  /** One reading at a time; what changes meanwhile is read once more after it. */
  #refresh(): void {
    this.#isStale = true;
    if (!this.#isReading) {
      void this.#readWhileStale();
    }
  }

  async #readWhileStale(): Promise<void> {
    this.#isReading = true;
    while (this.#isStale && this.#since !== undefined) {
      this.#isStale = false;
      await this.#read(this.#since);
    }
    this.#isReading = false;
  }

  async #read(since: number): Promise<void> {
    const { source, post, onFailure } = this.#options;
    try {
      const entries = await source.readLedger(since);
      if (this.#since === since) {
        this.#tell(since, new Map(entries.map((entry) => [entry.id, entry])));
      }
    } catch (error) {
      const text = onFailure(error);
      if (this.#since === since) {
        post({ type: 'ledger-failed', text });
      }
    }
  }

  #tell(since: number, entries: ReadonlyMap<string, LedgerEntry>): void {
    const told = this.#told;
    this.#told = { since, entries };
    if (told?.since !== since) {
      this.#options.post({ type: 'ledger-listed', since, entries: [...entries.values()] });
      return;
    }
    const { changed, removedIds } = compareLedgers(told.entries, entries);
    // After a failure even no change is news: it can be read again.
    this.#options.post({ type: 'ledger-changed', since, entries: [...changed], removedIds: [...removedIds] });
  }
}
