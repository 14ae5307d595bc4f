// What metering needs from outside. Wired by hand in extension.ts; tests and the goals of reliability give parts of their own.
import type { Cost, Feature, LedgerEntry } from '../shared/credits.ts';
import type { Balance, ChatRequest, TurnEvent } from '../shared/gateway.ts';
import type {
  BalanceReading,
  BudgetHold,
  BudgetLimits,
  BudgetUse,
  ReadingStart,
  RequestEnd,
  RequestStanding,
  RequestStart,
  Settlement,
} from '../shared/ledger.ts';
import type { LearnedPrice } from '../shared/modelFacts.ts';

/** What a paid request is for. */
export interface Purpose {
  readonly feature: Feature;
  readonly chatId?: string | undefined;
  /** The answer that it writes. */
  readonly messageId?: string | undefined;
  readonly workspace?: { readonly id: string; readonly name: string } | undefined;
  /** The user wants it, whatever the budgets say. */
  readonly isApproved?: boolean | undefined;
}

/** Where requests are written down; each call is one transaction. All may reject where nothing can be kept. */
export interface Ledger {
  beginRequest(start: RequestStart, limits: BudgetLimits): Promise<BudgetHold | undefined>;
  retryRequest(start: RequestStart, limits: BudgetLimits): Promise<BudgetHold | undefined>;
  endRequest(id: string, end: RequestEnd): Promise<RequestStanding>;
  settleRequest(id: string, settlement: Settlement): Promise<boolean>;
  readBudgets(start: RequestStart, limits: BudgetLimits): Promise<readonly BudgetUse[]>;
  beginReading(origin: string): Promise<ReadingStart>;
  noteBalance(origin: string, reading: BalanceReading): Promise<void>;
}

/** Told of requests that were written, whole as they are now; of none by name where all may have changed. */
export type LedgerListener = (entries: readonly LedgerEntry[] | undefined) => void;

/** The gateway's client, as far as it is needed here. */
export interface PaidClient {
  streamChat(request: ChatRequest, options: { readonly signal: AbortSignal }): AsyncIterable<TurnEvent>;
}

/** Who is told what requests cost. */
interface MeterListener {
  /** A request of the ledger is settled. `messageId`: the answer that it wrote. */
  costSettled(purpose: Purpose, cost: Cost): void;
  /** A part of a budget is used up. `before`: what was used before the request, in micros. */
  budgetUsed(use: BudgetUse, before: number): void;
  /** Nothing could be written down; the request goes on where no budget is set. */
  ledgerFailed(error: unknown): void;
}

export interface MeterPorts {
  readonly ledger: Ledger;
  readonly client: () => Promise<PaidClient>;
  /** Reads the balance anew, and shows it to the user. Never rejects. */
  readonly readBalance: (signal: AbortSignal) => Promise<Balance>;
  /** Scheme, host and port of the gateway. */
  readonly origin: () => string;
  readonly limits: () => BudgetLimits;
  readonly priceOf: (model: string) => Promise<LearnedPrice | undefined>;
  /** The most tokens that an answer of the model can have where the request sets no limit. */
  readonly outputLimitOf: (model: string) => number;
  readonly listener: MeterListener;
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly createId: () => string;
}
