// When people are told of their credits without asking. Pure.

export interface BalanceFall {
  readonly before: number;
  readonly now: number;
}

/** Once, as the balance crosses the line: `used-up` at nothing left, `low` below what the user has set. */
export function newsOfBalance({ before, now }: BalanceFall, warnBelow: number): 'used-up' | 'low' | undefined {
  if (before > 0 && now <= 0) {
    return 'used-up';
  }
  return before >= warnBelow && now < warnBelow ? 'low' : undefined;
}

/** The share of a budget at which people are warned, in percent. */
const warnAtPercent = 80;

/** All in micros; `before`: what was spent before the last request. */
interface BudgetSpending {
  readonly limitMicros: number;
  readonly spentMicros: number;
  readonly before: number;
}

/** The whole percent that are spent, once, as the spending crosses the line. */
export function newsOfBudget({ limitMicros, spentMicros, before }: BudgetSpending): number | undefined {
  const threshold = (limitMicros * warnAtPercent) / 100;
  return before < threshold && spentMicros >= threshold ? Math.floor((100 * spentMicros) / limitMicros) : undefined;
}
