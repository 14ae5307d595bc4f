// What the ledger tells of the models: their prices, and what their last answers were like.
import * as vscode from 'vscode';
import { modelStatistics } from '../../credits/modelStatistics.ts';
import type { Log } from '../../shared/gateway.ts';
import type { PriceBook } from './priceBook.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { LearnedPrice, ModelFacts, ModelStatistics } from '../../shared/modelFacts.ts';

/** How far back answers are looked at, in milliseconds. */
const periodMs = 30 * 24 * 60 * 60 * 1_000;

interface Services {
  readonly prices: PriceBook;
  readonly storeSource: StoreSource;
  /** Of the gateway whose models are meant. */
  readonly origin: () => string;
  readonly log: Log;
}

export class LearnedFacts implements ModelFacts, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #statistics: ReadonlyMap<string, ModelStatistics> = new Map();

  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscription = services.prices.onDidChange(() => this.#changed.fire());
  }

  priceOf(model: string): LearnedPrice | undefined {
    return this.#services.prices.priceOf(model);
  }

  statisticsOf(model: string): ModelStatistics | undefined {
    return this.#statistics.get(model);
  }

  typicalOutputOf(model: string): number | undefined {
    return this.#services.prices.typicalOutputOf(model);
  }

  async load(): Promise<void> {
    const { prices, storeSource, origin, log } = this.#services;
    await prices.load();
    try {
      const entries = await storeSource.readLedger(Date.now() - periodMs);
      this.#statistics = modelStatistics(entries.filter((entry) => entry.origin === origin()));
      this.#changed.fire();
    } catch (error) {
      log.warn(`The ledger could not be read: ${String(error)}`);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
