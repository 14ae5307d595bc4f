// The words for what the ledger holds: features, outcomes, and how a cost is known.
import { features as rows } from '../contributions/features.ts';
import { explainCost } from './costText.ts';
import type { Numbers } from './numbers.ts';
import type { CostSource, Feature, LedgerEntry } from '../shared/credits.ts';
import type { Translate } from '../shared/translate.ts';

export function requestsText(count: number, numbers: Numbers, t: Translate): string {
  return count === 1 ? t('1 request') : t('{0} requests', numbers.whole(count));
}

/** All that this version knows. */
export const features: readonly Feature[] = [...rows.keys()];

/** A feature of a newer version is shown by its id. */
export function featureText(feature: Feature, t: Translate): string {
  return rows.get(feature)?.title(t) ?? feature;
}

/** `outcome` is a turn's outcome or a kind of error; one of a newer version is shown by its id. */
export function outcomeText(outcome: string | undefined, t: Translate): string {
  switch (outcome) {
    case undefined:
      return t('Under way');
    case 'stop':
    case 'tool-calls':
      return t('Finished');
    case 'length':
      return t('Token limit');
    case 'content-filter':
      return t('Filtered');
    case 'cut-off':
      return t('Cut off');
    case 'stopped':
      return t('Stopped');
    case 'interrupted':
      return t('Interrupted');
    default:
      return failureText(outcome, t);
  }
}

function failureText(kind: string, t: Translate): string {
  switch (kind) {
    case 'bad-request':
      return t('Not accepted');
    case 'invalid-key':
      return t('Key refused');
    case 'out-of-credit':
      return t('Out of credits');
    case 'forbidden':
      return t('Not allowed');
    case 'rate-limited':
      return t('Rate limit');
    case 'server':
      return t('Server trouble');
    case 'unreachable':
    case 'certificate':
    case 'proxy':
      return t('No connection');
    case 'timeout':
      return t('No answer in time');
    case 'empty':
      return t('Empty answer');
    default:
      return kind;
  }
}

export function sourceText(source: CostSource, t: Translate): string {
  switch (source) {
    case 'gateway':
      return t('Told by the gateway');
    case 'measured':
      return t('Measured');
    case 'unconfirmed':
      return t('Measured, if nothing else used the account');
    case 'about':
      return t('About');
    case 'unknown':
      return t('Cost unknown');
  }
}

/** A sentence that says how the cost of a request is known, or why it is not. */
export function costReason({ cost, endedAt }: LedgerEntry, source: CostSource, t: Translate): string {
  return source === 'unknown' && endedAt === undefined && cost.doubt === undefined
    ? t('Still under way.')
    : explainCost({ ...cost, source }, t);
}
