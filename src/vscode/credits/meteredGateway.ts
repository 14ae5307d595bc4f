// The only way to a paid answer: the client of the moment, behind budgets and the ledger.
import * as vscode from 'vscode';
import { budgetLimits } from '../../credits/budgetLimits.ts';
import type { Meter } from '../../credits/meter.ts';
import { originOf } from '../../shared/baseUrl.ts';
import type { Purpose } from '../../shared/purpose.ts';
import type { Cost } from '../../shared/credits.ts';
import type { Log } from '../../shared/gateway.ts';
import type { BudgetLimits, BudgetUse } from '../../shared/ledger.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Settings } from '../host/settings.ts';
import type { StoreSource } from '../host/storeSource.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { BalanceMonitor } from './balanceMonitor.ts';
import { PriceBook } from './priceBook.ts';

/** The documented default of max_tokens, for models of which the gateway tells nothing. */
const usualOutputLimit = 4_096;

interface Services {
  readonly settings: Settings;
  readonly gateway: GatewaySource;
  readonly catalog: ModelCatalog;
  readonly monitor: BalanceMonitor;
  readonly storeSource: StoreSource;
  readonly log: Log;
}

export interface SettledCost {
  readonly purpose: Purpose;
  readonly cost: Cost;
}

export interface BudgetCrossing {
  readonly use: BudgetUse;
  /** What was spent before the last request, in micros. */
  readonly before: number;
}

export class MeteredGateway implements vscode.Disposable {
  readonly #services: Services;
  readonly #costSettled = new vscode.EventEmitter<SettledCost>();
  readonly #budgetUsed = new vscode.EventEmitter<BudgetCrossing>();
  readonly #subscription: vscode.Disposable;
  #meter: Promise<Meter> | undefined;
  readonly prices: PriceBook;

  readonly onDidSettle = this.#costSettled.event;
  readonly onDidUseBudget = this.#budgetUsed.event;

  constructor(services: Services) {
    this.#services = services;
    const { gateway } = services;
    this.prices = new PriceBook({ ...services, origin: () => this.origin });
    this.#subscription = gateway.onDidChange(() => void this.#forgetBalance());
  }

  /** Loaded with the first request. */
  meter(): Promise<Meter> {
    this.#meter ??= this.#createMeter();
    return this.#meter;
  }

  /** Scheme, host and port; empty where the address cannot be used. */
  get origin(): string {
    return originOf(this.#services.settings.baseUrl);
  }

  /** In micros. */
  get limits(): BudgetLimits {
    return budgetLimits(this.#services.settings.budgets, new Date().setHours(0, 0, 0, 0));
  }

  outputLimitOf(model: string): number {
    const listed = this.#services.catalog.models.find(({ id }) => id === model);
    return listed?.maxOutputTokens ?? usualOutputLimit;
  }

  dispose(): void {
    void this.#meter?.then((meter) => meter.dispose());
    vscode.Disposable.from(this.#subscription, this.prices, this.#costSettled, this.#budgetUsed).dispose();
  }

  async #createMeter(): Promise<Meter> {
    const { gateway, monitor, storeSource, log } = this.#services;
    const { createMeter } = await import('./createMeter.ts');
    return createMeter({
      ledger: storeSource.store.ledger,
      client: () => gateway.client(),
      reader: monitor.reader,
      origin: () => this.origin,
      limits: () => this.limits,
      priceOf: async (model) => {
        await this.prices.load();
        return this.prices.priceOf(model);
      },
      outputLimitOf: (model) => this.outputLimitOf(model),
      listener: {
        costSettled: (purpose, cost) => this.#costSettled.fire({ purpose, cost }),
        budgetUsed: (use, before) => this.#budgetUsed.fire({ use, before }),
        ledgerFailed: (error) => log.warn(`The ledger could not be written: ${String(error)}`),
      },
    });
  }

  /** Another key may mean another account. What an earlier window noted must go, too: so this is worth opening the database for. */
  async #forgetBalance(): Promise<void> {
    const { storeSource, log } = this.#services;
    await storeSource.store.ledger.forgetBalance(this.origin).catch((error: unknown) => {
      log.warn(`The ledger could not be written: ${String(error)}`);
    });
  }
}
