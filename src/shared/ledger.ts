// What passes between those who make paid requests and the ledger that keeps them. Money is in whole millionths of a credit.
import type { Cost, LedgerEntry } from './credits.ts';
import type { TokenUsage } from './gateway.ts';
import type { Purpose } from './purpose.ts';

/** A request before it leaves. */
export interface RequestStart extends Purpose {
  readonly id: string;
  /** Scheme, host and port of the gateway. */
  readonly origin: string;
  readonly model: string;
  /** The most that one attempt may cost; undefined while no price is known. */
  readonly worstMicros: number | undefined;
}

/** What may be spent; 0 is no limit. */
export interface BudgetLimits {
  readonly perMessage: number;
  readonly perChat: number;
  readonly perDay: number;
  /** When the day began, in milliseconds since 1970. */
  readonly dayStart: number;
}

export type BudgetScope = 'message' | 'chat' | 'day';

/**
 * Why a request may not leave. With no price known: `unknown-spending` where nobody knows what an earlier request cost, and
 * `one-at-a-time` where another request is not paid for yet.
 */
export type BudgetHold =
  | {
      readonly reason: 'budget';
      readonly scope: BudgetScope;
      readonly limitMicros: number;
      /** What has been spent, and what requests under way may still cost. */
      readonly spentMicros: number;
      /** What this one may cost; undefined while no price is known. */
      readonly neededMicros: number | undefined;
    }
  | { readonly reason: 'unknown-spending'; readonly scope: BudgetScope }
  | { readonly reason: 'one-at-a-time' };

/** What was spent and may still be, for each limit that is set. */
export interface BudgetUse {
  readonly scope: BudgetScope;
  readonly limitMicros: number;
  readonly spentMicros: number;
}

export interface RequestEnd {
  /** A turn's outcome or a kind of error. */
  readonly outcome: string;
  readonly usage: TokenUsage | undefined;
  /** Milliseconds. */
  readonly firstTextMs: number | undefined;
  /** The balance is read until the charge for it must have come. */
  readonly isAwaited: boolean;
}

/** How a request stands among the others of its gateway. */
export interface RequestStanding {
  /** No other request of any of our windows has run since the balance was read last, until now. */
  readonly isAlone: boolean;
  /** What the balance was then, where that is known. */
  readonly baseMicros: number | undefined;
}

export interface Settlement {
  readonly cost: Cost;
  /** It rests on the balance, so it counts only if the request was alone until now. */
  readonly isMeasured: boolean;
  /** By how much the balance fell, as far as this request alone can have caused it: what prices are learned from. */
  readonly differenceMicros?: number | undefined;
  /** The balance, at rest: the base for the next request. */
  readonly remainingMicros?: number | undefined;
}

/** What the balance is read for: it is a base only if between the reading's beginning and its end no request runs, and no key is set. */
export interface ReadingStart {
  readonly lastRequest: number;
  /** No request is under way, or ended so short a time ago without anybody reading the balance that its charge may still come. */
  readonly isQuiet: boolean;
  /** How often the account may have become another one. */
  readonly accountChanges: number;
}

export interface BalanceReading {
  readonly remainingMicros: number;
  readonly start: ReadingStart;
  /** It was read twice with some time between, and was the same. */
  readonly isAtRest: boolean;
}

/** A request by which a price is learned. */
export interface PriceSample {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly costMicros: number;
}

/** What was spent with one model. */
export interface ModelSpend {
  readonly model: string;
  /** Of the requests whose cost is known. */
  readonly micros: number;
  readonly requests: number;
  /** Those under way, too. */
  readonly unknownRequests: number;
}

/** Each is one transaction, on disk when it returns. All may fail with a StoreError. */
export interface LedgerMethods {
  /** Writes down that a request is about to leave, and reserves what it may cost; unless a budget holds it back. */
  beginRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined;
  /** Reserves as much again for another attempt; unless a budget holds it back. */
  retryRequest(start: RequestStart, limits: BudgetLimits): BudgetHold | undefined;
  endRequest(id: string, end: RequestEnd): RequestStanding;
  /** False where it was measured and another request has begun meanwhile: then nothing is written. */
  settleRequest(id: string, settlement: Settlement): boolean;
  /** What is spent of each budget that is set, with `start` among it. */
  readBudgets(start: RequestStart, limits: BudgetLimits): readonly BudgetUse[];
  beginReading(origin: string): ReadingStart;
  /** Keeps a balance that was read while nothing ran, as the base for the next request. */
  noteBalance(origin: string, reading: BalanceReading): void;
  forgetBalance(origin: string): void;
  /** Requests since then, newest first. */
  listRequests(since: number): readonly LedgerEntry[];
  /** Of these models, or of all; newest first, at most so many of each. */
  listSamples(origin: string, most: number, models?: readonly string[]): ReadonlyMap<string, readonly PriceSample[]>;
  sumByModel(origin: string, since: number): readonly ModelSpend[];
}
