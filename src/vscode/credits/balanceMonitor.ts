// Keeps the balance: when it is read (product.md, "Credits"), and what is known of it. Reading is free and never blocks.
import * as vscode from 'vscode';
import type { Balance, Log } from '../../shared/gateway.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { GatewaySource } from '../host/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import { parseKnownBalance, type BalanceState, type KnownBalance } from '../../credits/balanceState.ts';

const stateKey = 'opencodex.lastBalance';
/** Milliseconds after which a figure is read anew when the window regains focus. */
const staleAfter = 60_000;
/** Milliseconds that one reading may take. */
const readLimit = 15_000;

interface Services {
  readonly settings: Settings;
  readonly gateway: GatewaySource;
  readonly localization: Localization;
  readonly errors: ErrorMessages;
  readonly log: Log;
  readonly globalState: vscode.Memento;
}

export class BalanceMonitor implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #state: BalanceState = { kind: 'loading' };
  #lastReadAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #reading: AbortController | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#state = { kind: 'loading', last: this.#last };
    this.#subscriptions.push(
      services.gateway.onDidChange(() => void this.refresh({ isWanted: false })),
      services.settings.onDidChange((event) => {
        if (event.affectsConfiguration('opencodex.balance')) {
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
   * without one, and only when `isWanted`: after a request, or because the user wants to know.
   */
  async refresh({ isWanted }: { readonly isWanted: boolean }): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const state = await this.#read(reading.signal, isWanted);
    if (this.#reading !== reading) {
      return;
    }
    this.#reading = undefined;
    this.#lastReadAt = Date.now();
    this.#set(state);
    if (state.kind === 'known') {
      await this.#services.globalState.update(stateKey, { ...state.balance, baseUrl: this.#services.settings.baseUrl });
    }
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#reading?.abort();
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  async #read(signal: AbortSignal, isWanted: boolean): Promise<BalanceState> {
    const { gateway, errors, localization } = this.#services;
    const { hasKey, isKeyOptional, addressProblem } = await gateway.connection();
    if (addressProblem !== undefined) {
      return { kind: 'unknown', reason: addressProblem, last: this.#last };
    }
    if (!hasKey && !(isKeyOptional && isWanted)) {
      return { kind: 'no-key' };
    }
    if (this.#state.kind !== 'known' || signal.aborted) {
      this.#set({ kind: 'loading', last: this.#last });
    }
    try {
      const client = await gateway.client();
      const limit = AbortSignal.any([signal, AbortSignal.timeout(readLimit)]);
      return toState(
        await client.readBalance({ signal: limit }),
        this.#last,
        localization.t('The gateway’s answer was not understood.'),
      );
    } catch (error) {
      const { kind, text } = errors.describeFailure(error);
      this.#services.log.warn(`The balance could not be read: ${kind}`);
      return kind === 'invalid-key' && !hasKey
        ? { kind: 'no-key' }
        : { kind: 'unknown', reason: text, last: this.#last };
    }
  }

  /** The last figure of this address, also from before a restart. */
  get #last(): KnownBalance | undefined {
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
