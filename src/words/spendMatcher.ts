// Decides which requests of the ledger match a filter.
import type { LedgerEntry } from '../shared/credits.ts';
import { workspaceKey, type SpendFilter } from '../shared/spend.ts';
import { featureText, outcomeText } from './spendText.ts';
import type { Translate } from '../shared/translate.ts';

/** The function takes `t`, because the filter's text is searched in the words that the table shows. */
export function createMatcher(filter: SpendFilter, t: Translate): (entry: LedgerEntry) => boolean {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) => {
    if (
      (filter.model !== undefined && entry.model !== filter.model) ||
      (filter.feature !== undefined && entry.feature !== filter.feature) ||
      (filter.workspace !== undefined && workspaceKey(entry) !== filter.workspace)
    ) {
      return false;
    }
    return words.length === 0 || hasAll(entry, words, t);
  };
}

function hasAll(entry: LedgerEntry, words: readonly string[], t: Translate): boolean {
  const shown = [entry.model, featureText(entry.feature, t), entry.workspace?.name, outcomeText(entry.outcome, t)]
    .join('\n')
    .toLowerCase();
  return words.every((word) => shown.includes(word));
}
