// What the budgets are called.
import type { BudgetScope } from '../shared/ledger.ts';
import type { Translate } from '../shared/translate.ts';

interface BudgetNames {
  /** Where a sentence begins with it, or it stands alone. */
  readonly atStart: string;
  /** In the middle of a sentence. */
  readonly within: string;
}

export function budgetNames(scope: BudgetScope, t: Translate): BudgetNames {
  switch (scope) {
    case 'message':
      return { atStart: t('Budget for a message'), within: t('budget for this message') };
    case 'chat':
      return { atStart: t('Budget for this chat'), within: t('budget for this chat') };
    case 'day':
      return { atStart: t('Budget for today'), within: t('budget for today') };
  }
}
