// The only place where a failure becomes a sentence (product.md, "Errors"), for the host and for the pages.
import { failureCodes, type TurnError } from '../shared/failure.ts';
import type { ApiErrorKind } from '../shared/gateway.ts';
import type { Translate } from '../shared/translate.ts';
import { balanceText } from './balanceText.ts';
import { budgetNames } from './budgetText.ts';
import type { Words } from './numbers.ts';

/** The sentence, and the details beside it; `detail` is empty where there are none. */
export function failureText(error: TurnError, words: Words): { readonly text: string; readonly detail: string } {
  const { text, detail = '' } = error;
  return text === undefined
    ? {
        text: sentence(error, words),
        detail: [layer(error.code, words.t), detail].filter((part) => part !== '').join(' '),
      }
    : { text, detail };
}

function sentence(error: TurnError, words: Words): string {
  const { t } = words;
  switch (error.kind) {
    case 'bad-request':
      return error.status === 404
        ? t('The model or the address was not found.')
        : t('The gateway did not accept the request.');
    case 'invalid-key':
      return t('The API key is invalid, expired or revoked.');
    case 'out-of-credit':
      return outOfCredit(error, words);
    case 'forbidden':
      return t('The gateway does not allow this request.');
    case 'rate-limited':
      return rateLimit(error.retryAfterMs, t);
    case 'server':
      return serverTrouble(error.code, t);
    case 'unreachable':
      return t('The gateway cannot be reached.');
    case 'certificate':
      return error.code === 'verification-off'
        ? t('Certificates are not checked here, so nothing was sent.')
        : t('The certificate of the gateway is not trusted.');
    case 'proxy':
      return t('The proxy did not let the request through.');
    case 'timeout':
      return t('The gateway did not answer in time.');
    case 'empty':
      return t('The model sent nothing.');
    case 'cut-off':
      return cutOff(error.code, t);
    case 'length':
      return t('The token limit ended this answer.');
    case 'content-filter':
      return t('The content filter of the model ended this answer.');
    case 'over-budget':
      return held(error.hold, words);
  }
}

/** Why a request is retried, in a few words. */
export function retryReason(kind: ApiErrorKind, t: Translate): string {
  switch (kind) {
    case 'rate-limited':
      return t('rate limit');
    case 'unreachable':
    case 'certificate':
    case 'proxy':
      return t('no connection');
    case 'timeout':
      return t('no answer in time');
    case 'out-of-credit':
      return t('credits in use');
    case 'server':
    case 'bad-request':
    case 'invalid-key':
    case 'forbidden':
    case 'empty':
      return t('server trouble');
  }
}

function serverTrouble(code: string | undefined, t: Translate): string {
  switch (code) {
    case failureCodes.internal:
      return t('Something went wrong inside OpenCodex.');
    case failureCodes.tooLong:
      return t('The gateway sent far more than it should, and nothing of it was used. Try again.');
    default:
      return t('The gateway has trouble. Nothing is lost: try again.');
  }
}

function cutOff(code: string | undefined, t: Translate): string {
  switch (code) {
    case failureCodes.interrupted:
      return t('This answer was interrupted: its window closed. All that came is kept.');
    case failureCodes.tooLong:
      return t('The answer was ended here: the gateway sent more than any answer holds. All that came is kept.');
    case failureCodes.silence:
      return t(
        'The gateway sent nothing more of the answer, though the connection stayed open. All that came is kept.',
      );
    default:
      return t('The answer may be incomplete: the connection ended early. All that came is kept.');
  }
}

function outOfCredit({ balance }: TurnError, words: Words): string {
  const { t } = words;
  return balance === undefined
    ? t('Your credits are used up.')
    : t(
        'Your credits are used up, or too few for this request. At the last reading {0} were left.',
        balanceText(balance, words),
      );
}

function held(hold: TurnError['hold'], { t, numbers }: Words): string {
  const credits = (micros: number): string => numbers.credits(micros);
  switch (hold?.reason) {
    case 'one-at-a-time':
      return t(
        'Held back, and nothing was sent: a budget is set, the price of this model is not known yet, and another request is not paid for.',
      );
    case 'unknown-spending':
      return t(
        'Held back, and nothing was sent. {0}: the cost of an earlier answer is unknown, so this limit cannot be enforced. Set it to 0 to turn it off.',
        budgetNames(hold.scope, t).atStart,
      );
    case 'no-ledger':
    case undefined:
      return t('Held back, and nothing was sent: a budget is set, and what is spent cannot be written down.');
    case 'budget': {
      const { limitMicros, spentMicros, neededMicros } = hold;
      const budget = t(
        '{0}: {1} of {2} credits are spent or reserved.',
        budgetNames(hold.scope, t).atStart,
        credits(spentMicros),
        credits(limitMicros),
      );
      return neededMicros === undefined
        ? t('Held back, and nothing was sent. {0}', budget)
        : t('Held back, and nothing was sent: it may cost up to {0} credits. {1}', credits(neededMicros), budget);
    }
  }
}

/** Names the layer that failed; empty where the code does not tell. */
function layer(code: string | undefined, t: Translate): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return t('DNS: the name of the gateway was not found.');
    case 'ECONNREFUSED':
      return t('TCP: the connection was refused.');
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return t('TCP: could not connect in time.');
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return t('TCP: the connection was closed before an answer came.');
    case 'verification-off':
      return t('TLS: NODE_TLS_REJECT_UNAUTHORIZED=0 is set, so VS Code’s own network would trust any server.');
    case 'first-byte-timeout':
      return t('HTTP: the gateway took the request and sent nothing.');
    case failureCodes.silence:
      return t('HTTP: the connection stayed open, and no part of an answer came.');
    default:
      return '';
  }
}

function rateLimit(retryAfterMs: number | undefined, t: Translate): string {
  if (retryAfterMs === undefined) {
    return t('Too many requests. Wait a moment and try again.');
  }
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (seconds <= 120) {
    return t('Too many requests. Try again in {0} s.', seconds);
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 120
    ? t('Too many requests. Try again in {0} min.', minutes)
    : t('Too many requests. Try again in {0} h.', Math.ceil(minutes / 60));
}
