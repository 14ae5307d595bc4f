// The columns of the table of requests: their titles, and what each shows of a request.
import type { LedgerEntry } from '../../../shared/credits.ts';
import { knownHow, knownMicros } from '../../../shared/spend.ts';
import { costReason, featureText, outcomeText } from '../../../words/spendText.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { ColumnId } from '../state/savedView.ts';
import type { Numbers } from '../../../words/numbers.ts';
import type { SpendState } from '../state/spendState.ts';

export interface Cell {
  readonly text: string;
  /** What the text leaves out or cuts short: the tooltip, and the accessible description. */
  readonly title?: string;
}

export function columnTitle(column: ColumnId, t: Translate): string {
  switch (column) {
    case 'time':
      return t('Time');
    case 'model':
      return t('Model');
    case 'feature':
      return t('Feature');
    case 'workspace':
      return t('Workspace');
    case 'sent':
      return t('Sent');
    case 'cached':
      return t('Cached');
    case 'received':
      return t('Received');
    case 'firstText':
      return t('First text');
    case 'credits':
      return t('Credits');
    case 'outcome':
      return t('Outcome');
    case 'attempts':
      return t('Attempts');
  }
}

export function cellOf(entry: LedgerEntry, column: ColumnId, spend: SpendState): Cell {
  const t = spend.translate.value;
  const numbers = spend.numbers.value;
  switch (column) {
    case 'time':
      return { text: numbers.columnMoment(entry.startedAt) };
    case 'model':
      return named(entry.model);
    case 'feature':
      return { text: featureText(entry.feature, t) };
    case 'workspace':
      return named(entry.workspace?.name ?? '');
    case 'sent':
      return count(entry.promptTokens, numbers);
    case 'cached':
      return count(entry.cachedTokens, numbers);
    case 'received':
      return count(entry.completionTokens, numbers);
    case 'firstText':
      return { text: entry.firstTextMs === undefined ? '' : t('{0} s', numbers.seconds(entry.firstTextMs)) };
    case 'credits':
      return { text: creditsOf(entry, numbers), title: reasonOf(entry, t) };
    case 'outcome':
      return named(outcomeText(entry.outcome, t));
    case 'attempts':
      return { text: entry.attempts > 1 ? numbers.whole(entry.attempts) : '' };
  }
}

/** How the cost is known, as a sentence. */
export function reasonOf(entry: LedgerEntry, t: Translate): string {
  return costReason(entry, knownHow(entry), t);
}

function creditsOf(entry: LedgerEntry, numbers: Numbers): string {
  const micros = knownMicros(entry);
  if (micros === undefined) {
    return '–';
  }
  return `${entry.cost.source === 'about' ? '≈' : ''}${numbers.credits(micros)}`;
}

function named(text: string): Cell {
  return { text, title: text };
}

function count(value: number | undefined, numbers: Numbers): Cell {
  return { text: value === undefined ? '' : numbers.whole(value) };
}

/** The class of a row whose answer is not whole. */
export function toneOf({ outcome }: LedgerEntry): '' | 'pending' | 'partial' | 'failed' {
  switch (outcome) {
    case undefined:
      return 'pending';
    case 'stop':
    case 'tool-calls':
      return '';
    case 'length':
    case 'content-filter':
    case 'cut-off':
    case 'stopped':
    case 'interrupted':
      return 'partial';
    default:
      return 'failed';
  }
}
