// Keeps the balance: when it is read (product.md, "Credits"), and what is known of it. Reading is free and never blocks.
import * as vscode from 'vscode';
import { setTimeout } from 'node:timers/promises';
import { BalanceReader, type ReadBalance, type ReadingLedger } from '../../credits/balanceReader.ts';
import { stateAfterReading, stateWithoutReading } from '../../credits/balanceStates.ts';
import type { BalanceFall } from '../../credits/creditNews.ts';
import { parseKnownBalance, type BalanceState, type KnownBalance } from '../../shared/balance.ts';
import { isGatewayFailure, type Balance, type Log } from '../../shared/gateway.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Settings } from '../host/settings.ts';
import type { StoreSource } from '../host/storeSource.ts';

const stateKey = 'opencodex.lastBalance';
/** Milliseconds after which a figure is read anew when the window regains focus. */
const staleAfter = 60_000;
/** Milliseconds that one reading may take. */
const readLimit = 15_000;

interface Services {
  readonly settings: Settings;
  readonly gateway: GatewaySource;
  readonly storeSource: StoreSource;
  readonly log: Log;
  readonly globalState: vscode.Memento;
}

export class BalanceMonitor implements vscode.Disposable {
  readonly #services: Services;
  /** The one way to the balance: whatever it reads is shown. */
  readonly reader: BalanceReader;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #fell = new vscode.EventEmitter<BalanceFall>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #state: BalanceState = { kind: 'loading' };
  #lastReadAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #reading: AbortController | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires with each figure that follows another one of the same address. */
  readonly onDidFall = this.#fell.event;

  constructor(services: Services) {
    this.#services = services;
    this.reader = new BalanceReader({
      ask: (signal) => this.#ask(signal),
      address: () => services.settings.baseUrl,
      ledger: readingLedgerOf(services.storeSource),
      listener: {
        balanceRead: (balance) => this.#show(balance),
        ledgerFailed: (error) => services.log.warn(`The ledger could not be used: ${String(error)}`),
      },
      wait: (ms, signal) => setTimeout(ms, undefined, { signal, ref: false }),
    });
    this.#state = { kind: 'loading', last: this.last };
    this.#subscriptions.push(
      services.gateway.onDidChange(() => {
        this.reader.dismiss();
        void this.refresh({ isWanted: false });
      }),
      services.settings.onDidChange((change) => {
        if (change.has('balance.refreshInterval', 'balance.warnBelow')) {
          this.#startTimer();
          this.#changed.fire();
        }
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && Date.now() - this.#lastReadAt > staleAfter) {
          void this.refresh({ isWanted: false });
        }
      }),
    );
    this.#startTimer();
  }

  get state(): BalanceState {
    return this.#state;
  }

  /**
   * Reads the balance, in place of a reading under way. Never throws. Without a key it asks only where the gateway may do
   * without one, and only when `isWanted`: because the user wants to know.
   */
  async refresh({ isWanted }: { readonly isWanted: boolean }): Promise<void> {
    const { gateway, settings } = this.#services;
    const connection = await gateway.connection();
    const isReadBetween = settings.balanceRefreshInterval > 0;
    const state = stateWithoutReading(connection, { isWanted, isReadBetween, last: this.last });
    if (state) {
      this.#set(state);
      return;
    }
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    if (this.#state.kind !== 'known') {
      this.#set({ kind: 'loading', last: this.last });
    }
    await this.reader.readOnce(reading.signal);
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#reading?.abort();
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#fell).dispose();
  }

  async #ask(signal: AbortSignal): Promise<Balance> {
    const client = await this.#services.gateway.client();
    return await client.readBalance({ signal: AbortSignal.any([signal, AbortSignal.timeout(readLimit)]) });
  }

  async #show(balance: ReadBalance): Promise<void> {
    const { gateway, settings, globalState, log } = this.#services;
    const before = this.last;
    const readAt = Date.now();
    const state = stateAfterReading(balance, {
      last: before,
      hasKey: gateway.lastConnection?.hasKey !== false,
      readAt,
    });
    this.#lastReadAt = readAt;
    this.#set(state);
    if (balance.kind === 'failure') {
      log.warn(`The balance could not be read: ${nameOf(balance.error)}`);
    }
    if (state.kind === 'known') {
      const { remaining } = state.balance;
      await globalState.update(stateKey, { ...state.balance, baseUrl: settings.baseUrl });
      if (before) {
        this.#fell.fire({ before: before.remaining, now: remaining });
      }
    }
  }

  /** The last figure of this address, also from before a restart. */
  get last(): KnownBalance | undefined {
    const stored = this.#services.globalState.get<{ readonly baseUrl?: unknown }>(stateKey);
    return stored?.baseUrl === this.#services.settings.baseUrl ? parseKnownBalance(stored) : undefined;
  }

  #set(state: BalanceState): void {
    this.#state = state;
    this.#changed.fire();
  }

  /** Timed reads stop while the window is unfocused. */
  #startTimer(): void {
    clearInterval(this.#timer);
    const interval = this.#services.settings.balanceRefreshInterval;
    if (interval > 0) {
      this.#timer = setInterval(() => {
        if (vscode.window.state.focused && this.#state.kind !== 'no-key') {
          void this.refresh({ isWanted: false });
        }
      }, interval);
    }
  }
}

/** Whatever the gateway itself said does not belong in the log. */
function nameOf(error: unknown): string {
  return isGatewayFailure(error) ? error.kind : error instanceof Error ? error.name : 'unknown';
}

/** The database is not opened for a reading alone: the status bar needs none. */
function readingLedgerOf(storeSource: StoreSource): ReadingLedger {
  const { store } = storeSource;
  return {
    beginReading: (origin) => (storeSource.isInUse ? store.ledger.beginReading(origin) : Promise.resolve(undefined)),
    noteBalance: (origin, reading) => store.ledger.noteBalance(origin, reading),
  };
}
