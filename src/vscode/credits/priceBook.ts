// What is known of the models' prices at the gateway of the moment, learned anew as requests of any window are settled.
import * as vscode from 'vscode';
import { cheaperModel } from '../../credits/cheaperModel.ts';
import type { learnPrice } from '../../credits/priceLearning.ts';
import type { LearnedPrice } from '../../shared/modelFacts.ts';
import { estimateOutput } from '../../credits/answerEstimate.ts';
import type { LedgerEntry } from '../../shared/credits.ts';
import type { Log } from '../../shared/gateway.ts';
import type { PriceSample } from '../../shared/ledger.ts';
import type { StoreSource } from '../host/storeSource.ts';

/** Older requests tell of older prices. */
const samplesPerModel = 40;

interface Services {
  readonly storeSource: StoreSource;
  readonly origin: () => string;
  readonly log: Log;
}

export class PriceBook implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** The samples and what they were read for; prices are learned when somebody asks. */
  #samples: ReadonlyMap<string, readonly PriceSample[]> = new Map();
  #prices = new Map<string, LearnedPrice | undefined>();
  /** Loaded with the first reading, not at activation. */
  #learn: typeof learnPrice | undefined;
  #origin: string | undefined;
  /** Models of which more was measured than has been read; undefined where that is so of all. */
  #stale: Set<string> | undefined;
  /** What was to be read last is missing: the next reading takes all. */
  #hasFailed = false;
  #reading: Promise<void> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscription = services.storeSource.onDidChangeLedger((entries) => {
      this.#noteChange(entries);
      // Where nobody has asked yet, nobody needs to know.
      if (this.#origin !== undefined) {
        void this.load();
      }
    });
  }

  /** Reads what was measured, unless it is known. Never rejects: what cannot be read counts as nothing. */
  async load(): Promise<void> {
    if (this.#stale?.size !== 0 || this.#origin !== this.#services.origin()) {
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      await this.#reading;
      await this.load();
    }
  }

  /** As far as `load` has read. */
  priceOf(model: string): LearnedPrice | undefined {
    if (this.#origin !== this.#services.origin()) {
      return undefined;
    }
    if (!this.#prices.has(model)) {
      this.#prices.set(model, this.#learn?.(this.#samples.get(model) ?? []));
    }
    return this.#prices.get(model);
  }

  /** The cheapest of the models that costs clearly less than this one, as far as prices are known. */
  cheaperThan(model: string): string | undefined {
    return cheaperModel(model, this.#samples.keys(), (one) => this.priceOf(one));
  }

  /** Tokens of the model's usual answer, as far as `load` has read. */
  typicalOutputOf(model: string): number | undefined {
    const samples = this.#samples.get(model) ?? [];
    return estimateOutput(samples.map(({ completionTokens }) => completionTokens))?.typical;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** A request tells of a price only once it has ended. */
  #noteChange(entries: readonly LedgerEntry[] | undefined): void {
    const ended = entries?.filter(({ origin, endedAt }) => origin === this.#origin && endedAt !== undefined);
    this.#stale = ended && this.#stale && new Set([...this.#stale, ...ended.map(({ model }) => model)]);
  }

  async #read(): Promise<void> {
    const { storeSource, origin, log } = this.#services;
    const account = origin();
    const isSame = this.#origin === account;
    const models = isSame && !this.#hasFailed && this.#stale ? [...this.#stale] : undefined;
    this.#stale = new Set();
    try {
      this.#learn ??= (await import('../../credits/priceLearning.ts')).learnPrice;
      const samples = await storeSource.store.ledger.listSamples(account, samplesPerModel, models);
      this.#samples = models ? new Map([...this.#samples, ...samples]) : samples;
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      this.#samples = isSame ? this.#samples : new Map();
      log.warn(`The ledger could not be read: ${String(error)}`);
    }
    this.#origin = account;
    const isKnown = ([model]: [string, unknown]): boolean => models?.includes(model) === false;
    this.#prices = new Map([...this.#prices].filter(isKnown));
    this.#changed.fire();
  }
}
