// A request that a budget holds back: nothing has been sent.
import type { BudgetHold } from './ledger.ts';

/** Why nothing may be sent: a budget, or that nothing can be written down by which budgets could be kept. */
export type HoldReason = BudgetHold | { readonly reason: 'no-ledger' };

export class BudgetHeldError extends Error {
  override readonly name = 'BudgetHeldError';
  readonly hold: HoldReason;

  constructor(hold: HoldReason) {
    super(`Held back: ${hold.reason === 'budget' ? `budget of the ${hold.scope}` : hold.reason}.`);
    this.hold = hold;
  }
}
