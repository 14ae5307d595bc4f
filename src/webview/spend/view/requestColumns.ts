// The columns of the table of requests: their titles, and what each shows of a request.
import type { LedgerEntry } from '../../../shared/credits.ts';
import { knownHow, knownMicros } from '../../../shared/spend.ts';
import { costReason, featureText, outcomeText } from '../../../words/spendText.ts';
import type { Translate } from '../../../shared/translate.ts';
import type { ColumnId } from '../state/savedView.ts';
import type { SpendFormat } from '../state/spendFormat.ts';
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
  const format = spend.format.value;
  switch (column) {
    case 'time':
      return { text: format.time(entry.startedAt) };
    case 'model':
      return named(entry.model);
    case 'feature':
      return { text: featureText(entry.feature, t) };
    case 'workspace':
      return named(entry.workspace?.name ?? '');
    case 'sent':
      return count(entry.promptTokens, format);
    case 'cached':
      return count(entry.cachedTokens, format);
    case 'received':
      return count(entry.completionTokens, format);
    case 'firstText':
      return { text: entry.firstTextMs === undefined ? '' : t('{0} s', format.seconds(entry.firstTextMs)) };
    case 'credits':
      return { text: creditsOf(entry, format), title: reasonOf(entry, t) };
    case 'outcome':
      return named(outcomeText(entry.outcome, t));
    case 'attempts':
      return { text: entry.attempts > 1 ? format.whole(entry.attempts) : '' };
  }
}

/** How the cost is known, as a sentence. */
export function reasonOf(entry: LedgerEntry, t: Translate): string {
  return costReason(entry, knownHow(entry), t);
}

function creditsOf(entry: LedgerEntry, format: SpendFormat): string {
  const micros = knownMicros(entry);
  if (micros === undefined) {
    return '–';
  }
  return `${entry.cost.source === 'about' ? '≈' : ''}${format.credits(micros)}`;
}

function named(text: string): Cell {
  return { text, title: text };
}

function count(value: number | undefined, format: SpendFormat): Cell {
  return { text: value === undefined ? '' : format.whole(value) };
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
