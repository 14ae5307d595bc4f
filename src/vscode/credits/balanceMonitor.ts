// Keeps the balance: when it is read (product.md, "Credits"), and what is known of it. Reading is free and never blocks.
import * as vscode from 'vscode';
import { failureText } from '../../words/failureText.ts';
import { addressProblemText } from '../../words/connectionText.ts';
import type { BalanceFall } from '../../credits/creditNews.ts';
import type { Balance, Log } from '../../shared/gateway.ts';
import type { ReadingStart } from '../../shared/ledger.ts';
import type { Failures } from '../../words/failures.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import { parseKnownBalance, type BalanceState, type KnownBalance } from '../../words/balanceState.ts';

const stateKey = 'opencodex.lastBalance';
/** Milliseconds after which a figure is read anew when the window regains focus. */
const staleAfter = 60_000;
/** Milliseconds that one reading may take. */
const readLimit = 15_000;

/** Who wants to know of readings from their beginning, since what runs meanwhile spoils them. */
export interface ReadingObserver {
  beginReading(): Promise<ReadingStart | undefined>;
  endReading(balance: Balance, start: ReadingStart): Promise<void>;
}

interface Services {
  readonly settings: Settings;
  readonly gateway: GatewaySource;
  readonly localization: Localization;
  readonly errors: Failures;
  readonly log: Log;
  readonly globalState: vscode.Memento;
}

export class BalanceMonitor implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #fell = new vscode.EventEmitter<BalanceFall>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #state: BalanceState = { kind: 'loading' };
  #lastReadAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #reading: AbortController | undefined;
  /** Readings are numbered by their beginnings. */
  #begun = 0;
  #shown = 0;
  /** Set where readings are of use for more than being shown. */
  observer: ReadingObserver | undefined;

  readonly onDidChange = this.#changed.event;
  /** Fires with each figure that follows another one of the same address. */
  readonly onDidFall = this.#fell.event;

  constructor(services: Services) {
    this.#services = services;
    this.#state = { kind: 'loading', last: this.last };
    this.#subscriptions.push(
      services.gateway.onDidChange(() => void this.refresh({ isWanted: false })),
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
    const { gateway } = this.#services;
    const { hasKey, isKeyOptional, addressProblem } = await gateway.connection();
    if (addressProblem !== undefined) {
      const reason = addressProblemText(addressProblem, this.#services.localization.t);
      this.#set({ kind: 'unknown', reason, last: this.last });
    } else if (!hasKey && !(isKeyOptional && isWanted)) {
      this.#set({ kind: 'no-key' });
    } else if (!isWanted && this.#services.settings.balanceRefreshInterval === 0) {
      // The user wants it read after requests only.
      this.#showLast();
    } else {
      this.#reading?.abort();
      const reading = new AbortController();
      this.#reading = reading;
      if (this.#state.kind !== 'known') {
        this.#set({ kind: 'loading', last: this.last });
      }
      const start = await this.observer?.beginReading();
      const balance = await this.read(reading.signal);
      if (start) {
        await this.observer?.endReading(balance, start);
      }
    }
  }

  /** Reads the balance once, and shows it unless the signal aborts. Never throws: a failure is a balance that is not known. */
  async read(signal: AbortSignal): Promise<Balance> {
    const { gateway, errors, localization, log } = this.#services;
    const { baseUrl } = this.#services.settings;
    this.#begun += 1;
    const order = this.#begun;
    let balance: Balance;
    let state: BalanceState;
    try {
      const client = await gateway.client();
      balance = await client.readBalance({ signal: AbortSignal.any([signal, AbortSignal.timeout(readLimit)]) });
      state = toState(balance, this.last, localization.t('The gateway’s answer was not understood.'));
    } catch (error) {
      const failure = errors.describeFailure(error);
      const { kind } = failure;
      const { text } = failureText(failure, localization);
      balance = { kind: 'unknown', reason: kind };
      state = await this.#explain(kind, text);
      if (!signal.aborted) {
        log.warn(`The balance could not be read: ${kind}`);
      }
    }
    // A later reading may have been answered sooner.
    if (!signal.aborted && order > this.#shown && baseUrl === this.#services.settings.baseUrl) {
      this.#shown = order;
      await this.#show(state);
    }
    return balance;
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#reading?.abort();
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#fell).dispose();
  }

  #showLast(): void {
    const { last } = this;
    const reason = this.#services.localization.t('It is read after requests only.');
    this.#set(last ? { kind: 'known', balance: last } : { kind: 'unknown', reason });
  }

  async #explain(kind: string, text: string): Promise<BalanceState> {
    const { hasKey } = await this.#services.gateway.connection();
    return kind === 'invalid-key' && !hasKey ? { kind: 'no-key' } : { kind: 'unknown', reason: text, last: this.last };
  }

  async #show(state: BalanceState): Promise<void> {
    const before = this.last;
    this.#lastReadAt = Date.now();
    this.#set(state);
    if (state.kind === 'known') {
      const { balance } = state;
      await this.#services.globalState.update(stateKey, { ...balance, baseUrl: this.#services.settings.baseUrl });
      if (before) {
        this.#fell.fire({ before: before.remaining, now: balance.remaining });
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

function toState(balance: Balance, last: KnownBalance | undefined, notUnderstood: string): BalanceState {
  switch (balance.kind) {
    case 'known':
      return { kind: 'known', balance: { remaining: balance.remaining, unit: balance.unit, readAt: Date.now() } };
    case 'unlimited':
      return { kind: 'unlimited' };
    case 'unknown':
      return { kind: 'unknown', reason: notUnderstood, last };
  }
}
