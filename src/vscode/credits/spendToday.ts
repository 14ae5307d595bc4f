// What was spent today, by model, in all windows: for the tooltip and the menu of the status bar.
import * as vscode from 'vscode';
import type { Log } from '../../shared/gateway.ts';
import type { ModelSpend } from '../../shared/ledger.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { MeteredGateway } from './meteredGateway.ts';

interface Services {
  readonly storeSource: StoreSource;
  readonly metered: Pick<MeteredGateway, 'origin' | 'limits'>;
  readonly log: Log;
}

export class SpendToday implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #models: readonly ModelSpend[] | undefined;
  #dayStart = 0;
  #reading: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscription = services.storeSource.onDidChangeLedger((entries) => {
      const { origin, limits } = services.metered;
      if (entries?.some((entry) => entry.origin === origin && entry.startedAt >= limits.dayStart) ?? true) {
        void this.load();
      }
    });
  }

  /** The most first; undefined until it was read once, and after midnight. */
  get models(): readonly ModelSpend[] | undefined {
    return this.#dayStart === this.#services.metered.limits.dayStart ? this.#models : undefined;
  }

  /** Never rejects: what cannot be read is not shown. */
  load(): Promise<void> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    const { storeSource, metered, log } = this.#services;
    const { dayStart } = metered.limits;
    try {
      this.#models = await storeSource.store.ledger.sumByModel(metered.origin, dayStart);
      this.#dayStart = dayStart;
      this.#changed.fire();
    } catch (error) {
      log.warn(`The ledger could not be read: ${String(error)}`);
    }
  }
}
