// The names of the buttons that errors offer, in the panel and in notifications alike (product.md, accessible names).
import type { ErrorAction } from './chat.ts';
import type { Translate } from './translate.ts';

export function errorActionTitle(action: ErrorAction, t: Translate): string {
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
  }
}
