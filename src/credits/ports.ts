// What metering needs from outside. Wired by hand in vscode/credits/meteredGateway.ts; tests and the goals of reliability give parts of their own.
import type { Calls } from '../shared/calls.ts';
import type { Cost, CostPolicy, Feature, LedgerEntry } from '../shared/credits.ts';
import type { ChatRequest, TurnEvent } from '../shared/gateway.ts';
import type { BudgetLimits, BudgetUse, LedgerMethods } from '../shared/ledger.ts';
import type { LearnedPrice } from '../shared/modelFacts.ts';
import type { Purpose } from '../shared/purpose.ts';
import type { BalanceReader } from './balanceReader.ts';

/** Where requests are written down. */
export type Ledger = Pick<
  Calls<LedgerMethods>,
  'beginRequest' | 'retryRequest' | 'endRequest' | 'settleRequest' | 'readBudgets'
>;

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
  readonly reader: BalanceReader;
  readonly policyOf: (feature: Feature) => CostPolicy;
  /** Scheme, host and port of the gateway. */
  readonly origin: () => string;
  readonly limits: () => BudgetLimits;
  readonly priceOf: (model: string) => Promise<LearnedPrice | undefined>;
  /** The most tokens that an answer of the model can have where the request sets no limit. */
  readonly outputLimitOf: (model: string) => number;
  readonly listener: MeterListener;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly createId: () => string;
}
