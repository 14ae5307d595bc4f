// Names that several parts of the page show alike.
import type { SpendSum } from '../../../shared/spend.ts';
import { requestsText } from '../../../words/spendText.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { SpendFormat } from '../state/spendFormat.ts';

/** A workspace by its key; one whose name is not known here by the key itself. */
export function workspaceText(key: string, names: ReadonlyMap<string, string>, t: Translate): string {
  return key === '' ? t('No folder') : (names.get(key) ?? key);
}

/** How many, in the user's language. */
export function requestsTextOf(count: number, format: SpendFormat, t: Translate): string {
  return requestsText(count, format.whole(count), t);
}

/** `≈` where a part is estimated; a dash where nothing is known at all. */
export function amountText(
  { micros, estimatedRequests, requests, unknownRequests }: SpendSum,
  format: SpendFormat,
): string {
  if (requests > 0 && requests === unknownRequests) {
    return '–';
  }
  return `${estimatedRequests > 0 ? '≈' : ''}${format.credits(micros)}`;
}
