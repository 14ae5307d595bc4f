// The error for a request that a budget held back before it was sent.
import type { BudgetHold } from './ledger.ts';

/** Why the request was held back: a budget, or a ledger that cannot be written, so that no budget could be kept. */
export type HoldReason = BudgetHold | { readonly reason: 'no-ledger' };

export class BudgetHeldError extends Error {
  override readonly name = 'BudgetHeldError';
  readonly hold: HoldReason;

  constructor(hold: HoldReason) {
    super(`Held back: ${hold.reason === 'budget' ? `budget of the ${hold.scope}` : hold.reason}.`);
    this.hold = hold;
  }
}
