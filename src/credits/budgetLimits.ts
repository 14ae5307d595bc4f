// The user's budgets as the ledger needs them.
import type { BudgetLimits } from '../shared/ledger.ts';
import { toMicros } from '../shared/money.ts';

/** In credits; 0 is no limit. */
interface Budgets {
  readonly perMessage: number;
  readonly perChat: number;
  readonly perDay: number;
}

/** `dayStart`: milliseconds since the epoch at which the user's day began. */
export function budgetLimits({ perMessage, perChat, perDay }: Budgets, dayStart: number): BudgetLimits {
  return { perMessage: limitOf(perMessage), perChat: limitOf(perChat), perDay: limitOf(perDay), dayStart };
}

/** In micros. Whatever is set, however little, is a limit; what is too large for a number of micros is the largest there is. */
function limitOf(credits: number): number {
  return credits > 0 ? Math.max(1, toMicros(credits) ?? Number.MAX_SAFE_INTEGER) : 0;
}
