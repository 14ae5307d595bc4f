// The words for the wait before a retry, in the panel and in notifications.
import type { RetryPlan } from '../shared/failure.ts';
import type { Translate } from '../shared/translate.ts';
import { retryReason } from './failureText.ts';

/** `seconds` is the time that is left; at 0 the retry is under way. */
export function retryText({ attempt, reason }: RetryPlan, seconds: number, t: Translate): string {
  return seconds > 0
    ? t('Waiting {0} s, attempt {1} ({2})', seconds, attempt, retryReason(reason, t))
    : t('Trying again, attempt {0} ({1})…', attempt, retryReason(reason, t));
}
