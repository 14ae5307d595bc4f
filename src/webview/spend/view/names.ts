// Names that several parts of the page show alike.
import type { SpendSum } from '../../../shared/spend.ts';
import type { SpanUnit } from '../../../shared/spendDays.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { Numbers } from '../../../words/numbers.ts';

/** A workspace by its key; one whose name is not known here by the key itself. */
export function workspaceText(key: string, names: ReadonlyMap<string, string>, t: Translate): string {
  return key === '' ? t('No folder') : (names.get(key) ?? key);
}

/** `≈` where a part is estimated; a dash where nothing is known at all. */
export function amountText(
  { micros, estimatedRequests, requests, unknownRequests }: SpendSum,
  numbers: Numbers,
): string {
  if (requests > 0 && requests === unknownRequests) {
    return '–';
  }
  return `${estimatedRequests > 0 ? '≈' : ''}${numbers.credits(micros)}`;
}

/** The day, the week by its first day, or the month that begins at `time`. */
export function spanText(time: number, unit: SpanUnit, numbers: Numbers): string {
  return unit === 'month' ? numbers.month(time) : numbers.day(time);
}

/** As `spanText`, but short, for the chart's axis. */
export function tickText(time: number, unit: SpanUnit, numbers: Numbers): string {
  return unit === 'month' ? numbers.month(time) : numbers.shortDay(time);
}
