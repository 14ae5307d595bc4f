// Words for a cost: its amount, and how it is known.
import type { Cost, CostDoubt } from '../shared/credits.ts';
import type { Translate } from '../shared/translate.ts';
import type { Words } from './numbers.ts';

/** `1.3 credits`, or `≈1.3 credits` where the source is `about`. */
export function costText({ source }: Cost, micros: number, { t, numbers }: Words): string {
  const amount = numbers.credits(micros);
  return source === 'about' ? t('≈{0} credits', amount) : t('{0} credits', amount);
}

/** A sentence that says how a cost is known, or why it is not. */
export function explainCost({ source, doubt }: Cost, t: Translate): string {
  switch (source) {
    case 'gateway':
      return t('The gateway said what this cost.');
    case 'measured':
      return t('Measured: the balance fell by just this.');
    case 'unconfirmed':
      return t('Measured, if nothing else used the account: no price is known yet to check it by.');
    case 'about':
      return t('About: {0}', doubt ? doubtText(doubt, t) : t('by the price learned from earlier requests.'));
    case 'unknown':
      return t('Cost unknown: {0}', doubt ? doubtText(doubt, t) : t('no price is known for this model yet.'));
  }
}

function doubtText(doubt: CostDoubt, t: Translate): string {
  switch (doubt) {
    case 'shared':
      return t('another request ran at the same time.');
    case 'disagreement':
      return t('the balance fell by something else than the price says; another program may use this account.');
    case 'unsettled':
      return t('the balance was still changing.');
    case 'no-balance':
      return t('the balance before it is not known.');
    case 'no-tokens':
      return t('the gateway told no tokens to check it by.');
    case 'interrupted':
      return t('the window closed in the middle.');
    case 'rounded':
      return t('the gateway counts in coarse steps.');
    case 'not-measured':
      return t('requests of this kind are not measured.');
  }
}
