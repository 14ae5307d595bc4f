// An amount of credits as people read it.
import { formatCredits } from '../shared/money.ts';
import type { Translate } from '../shared/translate.ts';

/** Credits in the user's language; another unit as the gateway names it. */
export function balanceText(
  { remaining, unit }: { readonly remaining: number; readonly unit: string },
  { t, language }: { readonly t: Translate; readonly language: string },
): string {
  const amount = formatCredits(remaining, language);
  return unit === 'credits' ? t('{0} credits', amount) : `${amount} ${unit}`;
}
