// An amount of credits as people read it.
import type { Words } from './numbers.ts';

/** Credits in the user's language; another unit as the gateway names it. */
export function balanceText(
  { remaining, unit }: { readonly remaining: number; readonly unit: string },
  { t, numbers }: Words,
): string {
  const amount = numbers.amount(remaining);
  return unit === 'credits' ? t('{0} credits', amount) : `${amount} ${unit}`;
}
