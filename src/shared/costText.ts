// What a cost says of itself: the amount, and how it is known.
import type { Cost, CostDoubt } from './credits.ts';
import { formatMicros } from './money.ts';
import type { Translate } from './translate.ts';

/** `1.3 credits`, or `≈1.3 credits` where that is not measured. */
export function costText({ source }: Cost, micros: number, language: string, t: Translate): string {
  const amount = formatMicros(micros, language);
  return source === 'about' ? t('≈{0} credits', amount) : t('{0} credits', amount);
}

/** How a cost is known, in a sentence. */
export function explainCost({ source, doubt }: Cost, t: Translate): string {
  switch (source) {
    case 'gateway':
      return t('Credits, as the gateway says');
    case 'measured':
      return t('Credits, measured: your balance fell by just this');
    case 'unconfirmed':
      return t('Credits, measured, if nothing else used this account');
    case 'about':
      return `${t('Credits, by the learned price')}${doubt === undefined ? '' : `: ${explainDoubt(doubt, t)}`}`;
    case 'unknown':
      return doubt === undefined
        ? t('The cost is not known')
        : `${t('The cost is not known')}: ${explainDoubt(doubt, t)}`;
  }
}

function explainDoubt(doubt: CostDoubt, t: Translate): string {
  switch (doubt) {
    case 'shared':
      return t('another request ran at the same time');
    case 'disagreement':
      return t('the balance fell by something else; another program may use this account');
    case 'unsettled':
      return t('the balance had not come to rest');
    case 'no-balance':
      return t('the balance before it is not known');
    case 'no-tokens':
      return t('the gateway told no tokens');
    case 'interrupted':
      return t('its window closed in the middle');
    case 'rounded':
      return t('the gateway counts in coarse steps');
  }
}
