// What of the ledger the Spend page is told, and when: all at first, then only what is written.
import type { LedgerEntry } from '../shared/credits.ts';
import type { LedgerListener } from './ports.ts';

/** Where the page gets the ledger from. */
export interface SpendSource {
  /** Requests that started at `since` (milliseconds since 1970) or later, in any order; those under way, too. */
  readLedger(since: number): Promise<readonly LedgerEntry[]>;
  /** In the order of the readings: what was written before a reading is in it. */
  onDidChange(listener: LedgerListener): { dispose(): void };
}

/** What the page is told. */
type LedgerNews =
  | { readonly type: 'ledger-listed'; readonly since: number; readonly entries: LedgerEntry[] }
  | {
      readonly type: 'ledger-changed';
      readonly since: number;
      readonly entries: LedgerEntry[];
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
  /** From when on the page knows all; undefined while it does not. */
  #told: number | undefined;
  /** From when the page wants requests; undefined while there is no page to tell. */
  #since: number | undefined;
  #isReading = false;
  #isStale = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#subscription = options.source.onDidChange((entries) => this.#noteChange(entries));
  }

  get isWanted(): boolean {
    return this.#since !== undefined;
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

  #noteChange(entries: readonly LedgerEntry[] | undefined): void {
    const since = this.#told;
    if (entries !== undefined && since !== undefined) {
      const wanted = entries.filter(({ startedAt }) => startedAt >= since);
      if (wanted.length > 0) {
        this.#options.post({ type: 'ledger-changed', since, entries: wanted });
      }
    } else if (entries === undefined || !this.#isReading) {
      // What is written while the ledger is being read is in that reading; after one that failed there may be more luck.
      this.#refresh();
    }
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
    this.#told = undefined;
    try {
      const entries = await source.readLedger(since);
      if (this.#since === since) {
        this.#told = since;
        post({ type: 'ledger-listed', since, entries: [...entries] });
      }
    } catch (error) {
      const text = onFailure(error);
      if (this.#since === since) {
        post({ type: 'ledger-failed', text });
      }
    }
  }
}
