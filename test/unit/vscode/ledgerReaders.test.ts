// Who reads the ledger anew, and when: what was spent today, and the prices that are learned from it.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LedgerListener } from '../../../src/credits/ports.ts';
import type { LedgerEntry } from '../../../src/shared/credits.ts';
import type { ModelSpend, PriceSample } from '../../../src/shared/ledger.ts';
import { PriceBook } from '../../../src/vscode/credits/priceBook.ts';
import { SpendToday } from '../../../src/vscode/credits/spendToday.ts';
import type { StoreSource } from '../../../src/vscode/host/storeSource.ts';
import { ledgerEntry } from '../credits/ledgerEntries.ts';

const here = 'https://gateway.example';
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A ledger whose readings are counted, and answered when the test wants. */
class FakeLedger {
  readonly readings: unknown[][] = [];
  readonly source: StoreSource;
  readonly #listeners = new Set<LedgerListener>();
  samples: ReadonlyMap<string, readonly PriceSample[]> = new Map();
  spend: readonly ModelSpend[] = [];
  gate: Promise<unknown> = Promise.resolve();
  failure: Error | undefined;

  constructor() {
    this.source = {
      onDidChangeLedger: (listener: LedgerListener) => {
        this.#listeners.add(listener);
        return { dispose: () => this.#listeners.delete(listener) };
      },
      store: {
        ledger: {
          listSamples: (...parameters: unknown[]) => this.#answer(parameters, () => this.samples),
          sumByModel: (...parameters: unknown[]) => this.#answer(parameters, () => this.spend),
        },
      },
    } as unknown as StoreSource;
  }

  async tell(...entries: readonly Partial<LedgerEntry>[]): Promise<void> {
    const whole = entries.map((entry) => ledgerEntry({ origin: here, ...entry }));
    this.#listeners.forEach((listener) => listener(whole));
    await settle();
  }

  async tellAll(): Promise<void> {
    this.#listeners.forEach((listener) => listener(undefined));
    await settle();
  }

  async #answer<T>(parameters: unknown[], value: () => T): Promise<T> {
    this.readings.push(parameters);
    await this.gate;
    if (this.failure) {
      throw this.failure;
    }
    return value();
  }
}

describe('what was spent today', () => {
  function create(dayStart = { value: 1_000 }) {
    const ledger = new FakeLedger();
    const metered = {
      origin: here,
      get limits() {
        return { perMessage: 0, perChat: 0, perDay: 0, dayStart: dayStart.value };
      },
    };
    const today = new SpendToday({ storeSource: ledger.source, metered, log });
    onTestFinished(() => today.dispose());
    return { ledger, today, dayStart };
  }

  const one: ModelSpend = { model: 'm', micros: 5, requests: 1, unknownRequests: 0 };

  it('is read again for requests of this gateway and this day, and for no others', async () => {
    const { ledger, today } = create();
    ledger.spend = [one];
    await ledger.tell({ startedAt: 999 }, { startedAt: 2_000, origin: 'https://other.example' });
    expect([ledger.readings, today.models]).toEqual([[], undefined]);
    await ledger.tell({ startedAt: 1_000 });
    expect([ledger.readings, today.models]).toEqual([[[here, 1_000]], [one]]);
    await ledger.tellAll();
    expect(ledger.readings).toHaveLength(2);
  });

  it('is nothing any more after midnight, until that day was read', async () => {
    const { ledger, today, dayStart } = create();
    ledger.spend = [one];
    await today.load();
    dayStart.value = 86_400_000;
    expect(today.models).toBeUndefined();
    await today.load();
    expect([ledger.readings.at(-1), today.models]).toEqual([[here, 86_400_000], [one]]);
  });

  it('stays as it was where it cannot be read', async () => {
    const { ledger, today } = create();
    ledger.spend = [one];
    await today.load();
    ledger.failure = new Error('locked');
    await today.load();
    expect(today.models).toEqual([one]);
  });
});

describe('the price book', () => {
  function create(origin = { value: here }) {
    const ledger = new FakeLedger();
    const prices = new PriceBook({ storeSource: ledger.source, origin: () => origin.value, log });
    onTestFinished(() => prices.dispose());
    return { ledger, prices, origin };
  }

  const sample: PriceSample = { promptTokens: 100, cachedTokens: 0, completionTokens: 50, costMicros: 150 };

  it('reads nothing before somebody asks, then all, then only the models of requests that have ended', async () => {
    const { ledger, prices } = create();
    await ledger.tell({ model: 'm', endedAt: 2 });
    expect(ledger.readings).toEqual([]);
    ledger.samples = new Map([['m', [sample]]]);
    await prices.load();
    expect(ledger.readings).toEqual([[here, 40, undefined]]);
    await ledger.tell({ model: 'm' });
    expect(ledger.readings).toHaveLength(1);
    ledger.samples = new Map([['n', [sample]]]);
    await ledger.tell({ model: 'n', endedAt: 3 }, { model: 'x', endedAt: 3, origin: 'https://other.example' });
    expect(ledger.readings.at(-1)).toEqual([here, 40, ['n']]);
    expect(['m', 'n'].map((model) => prices.priceOf(model) !== undefined)).toEqual([true, true]);
  });

  it('knows nothing at another gateway before that was read', async () => {
    const { ledger, prices, origin } = create();
    ledger.samples = new Map([['m', [sample]]]);
    await prices.load();
    origin.value = 'https://other.example';
    expect(prices.priceOf('m')).toBeUndefined();
    ledger.samples = new Map();
    await prices.load();
    expect(ledger.readings.at(-1)).toEqual(['https://other.example', 40, undefined]);
    expect(prices.priceOf('m')).toBeUndefined();
  });

  it('reads once more for what has ended while it was reading', async () => {
    const { ledger, prices } = create();
    await prices.load();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    ledger.gate = promise;
    await ledger.tell({ model: 'm', endedAt: 2 });
    await ledger.tell({ model: 'n', endedAt: 3 });
    expect(ledger.readings.slice(1)).toEqual([[here, 40, ['m']]]);
    resolve(undefined);
    await prices.load();
    expect(ledger.readings.slice(1)).toEqual([
      [here, 40, ['m']],
      [here, 40, ['n']],
    ]);
  });

  it('reads all again after a reading that failed', async () => {
    const { ledger, prices } = create();
    ledger.samples = new Map([['m', [sample]]]);
    await prices.load();
    ledger.failure = new Error('locked');
    await ledger.tell({ model: 'n', endedAt: 2 });
    ledger.failure = undefined;
    await ledger.tell({ model: 'n', endedAt: 3 });
    expect(ledger.readings.at(-1)).toEqual([here, 40, undefined]);
    expect(prices.priceOf('m')).toBeDefined();
  });
});
