// The order of the table of requests.
import type { LedgerEntry } from '../../../shared/credits.ts';
import { knownMicros } from '../../../shared/spend.ts';
import { featureText, outcomeText } from '../../../words/spendText.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { ColumnId, Sort } from './savedView.ts';

/** What is not known comes last in either direction; what is equal stays newest first. `newestFirst` is not changed. */
export function sortEntries(
  newestFirst: readonly LedgerEntry[],
  sort: Sort,
  t: Translate,
  language: string,
): readonly LedgerEntry[] {
  if (sort.column === 'time') {
    return sort.isDescending ? newestFirst : newestFirst.toReversed();
  }
  const values = newestFirst.map((entry) => valueOf(entry, sort.column, t));
  const ranks = rankTexts(values, language);
  const direction = sort.isDescending ? -1 : 1;
  return newestFirst
    .map((entry, index) => ({ entry, rank: rankOf(values[index], ranks) }))
    .sort((a, b) => compare(a.rank, b.rank, direction))
    .map(({ entry }) => entry);
}

type Value = number | string | undefined;

function valueOf(entry: LedgerEntry, column: ColumnId, t: Translate): Value {
  switch (column) {
    case 'time':
      return entry.startedAt;
    case 'model':
      return entry.model;
    case 'feature':
      return featureText(entry.feature, t);
    case 'workspace':
      return entry.workspace?.name;
    case 'sent':
      return entry.promptTokens;
    case 'cached':
      return entry.cachedTokens;
    case 'received':
      return entry.completionTokens;
    case 'firstText':
      return entry.firstTextMs;
    case 'credits':
      return knownMicros(entry);
    case 'outcome':
      return outcomeText(entry.outcome, t);
    case 'attempts':
      return entry.attempts;
  }
}

/** Comparing in a language is slow: each text is placed once, not once for each of its rows. */
function rankTexts(values: readonly Value[], language: string): ReadonlyMap<string, number> {
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  const { compare: compareTexts } = new Intl.Collator(language, { numeric: true });
  return new Map([...texts].sort(compareTexts).map((text, rank) => [text, rank]));
}

function rankOf(value: Value, ranks: ReadonlyMap<string, number>): number | undefined {
  return typeof value === 'string' ? ranks.get(value) : value;
}

function compare(a: number | undefined, b: number | undefined, direction: number): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return (a - b) * direction;
}
