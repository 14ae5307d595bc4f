// Counts the characters that one answer has generated so far, and charges for them at once, so that the balance is always exact.
import type { Account } from './accounts.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { costOf, type Price } from './models.ts';
import { tokensOf } from './tokens.ts';

export interface MeterTarget {
  readonly account: Account;
  readonly price: Price;
  readonly promptTokens: number;
  /** How many of the prompt's tokens were cached. */
  readonly cachedTokens: number;
  /** How long after its generation a token is charged, in milliseconds. */
  readonly billingDelayMs: number;
  readonly journal: Journal;
  readonly entry: JournalEntry;
}

export class Meter {
  readonly #target: MeterTarget;
  #characters = 0;
  #costMicros = 0;
  #chargedMicros = 0;

  /** Charges for the prompt at once. */
  constructor(target: MeterTarget) {
    this.#target = target;
    this.#settle();
  }

  get completionTokens(): number {
    return tokensOf(this.#characters);
  }

  /** If the credits run out during the answer, it continues and the rest is free. */
  add(characters: number): void {
    if (characters > 0) {
      this.#characters += characters;
      this.#settle();
    }
  }

  #settle(): void {
    const { price, promptTokens, cachedTokens, billingDelayMs, journal, entry } = this.#target;
    const { completionTokens } = this;
    const cost = costOf(price, promptTokens, completionTokens, cachedTokens);
    const micros = cost - this.#costMicros;
    this.#costMicros = cost;
    journal.update(entry, { promptTokens, completionTokens });
    if (billingDelayMs > 0) {
      setTimeout(() => this.#charge(micros), billingDelayMs).unref();
    } else {
      this.#charge(micros);
    }
  }

  #charge(micros: number): void {
    const { account, journal, entry } = this.#target;
    this.#chargedMicros += account.charge(micros);
    journal.update(entry, { chargedMicros: this.#chargedMicros });
  }
}
