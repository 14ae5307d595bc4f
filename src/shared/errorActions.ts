// The names of the buttons that errors offer, in the panel and in notifications alike (product.md, accessible names).
import type { ErrorAction, TurnError } from './chat.ts';
import type { Translate } from './translate.ts';

type Facts = Pick<TurnError, 'affordableTokens' | 'cheaperModel'>;

export function errorActionTitle(action: ErrorAction, { affordableTokens, cheaperModel }: Facts, t: Translate): string {
  switch (action) {
    case 'set-api-key':
      return t('Set API key');
    case 'top-up':
      return t('Top up');
    case 'retry':
      return t('Retry');
    case 'continue':
      return t('Continue');
    case 'choose-model':
      return t('Choose another model');
    case 'diagnose':
      return t('Diagnose');
    case 'continue-once':
      return t('Continue once');
    case 'raise-budget':
      return t('Raise the budget');
    case 'fewer-tokens':
      return t('Ask for {0} tokens at most', affordableTokens ?? 0);
    case 'cheaper-model':
      return t('Ask {0}', cheaperModel ?? '');
  }
}
