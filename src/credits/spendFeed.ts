// Decides what the Spend page is told about the ledger, and when: all requests of the period at first, then only those that are written.
import type { LedgerEntry } from '../shared/credits.ts';
import type { LedgerListener } from './ports.ts';

/** The source of the ledger's entries. */
export interface SpendSource {
  /** Requests that started at `since` (milliseconds since 1970) or later, in any order, including those under way. */
  readLedger(since: number): Promise<readonly LedgerEntry[]>;
  /** Events come in order with the readings: whatever was written before a reading is part of it. */
  onDidChange(listener: LedgerListener): { dispose(): void };
}

/** The messages to the page. */
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
  /** Called if the ledger could not be read: logs the reason and returns the sentence to show. */
  readonly onFailure: (error: unknown) => string;
}

/** The creator must call `dispose`. */
export class SpendFeed {
  readonly #options: FeedOptions;
  readonly #subscription: { dispose(): void };
  /** The page knows all requests since this time; undefined while it does not. */
  #told: number | undefined;
  /** The page wants all requests since this time; undefined while there is no page. */
  #since: number | undefined;
  #isReading = false;
  #isStale = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#subscription = options.source.onDidChange((entries) => this.#noteChange(entries));
  }

  /** The page has (re)started, has forgotten everything, and wants all requests since `since`. */
  list(since: number): void {
    this.#told = undefined;
    this.#since = since;
    this.#refresh();
  }

  /** The page is gone: the ledger is not read until the page asks again. */
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
      // A reading in progress contains what is written meanwhile. If the last reading failed, a new one may succeed.
      this.#refresh();
    }
  }

  /** Reads once at a time; a change during a reading causes one more. */
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
