// The one place where a failure becomes a sentence with buttons (product.md, "Errors").
import { balanceText } from './balanceState.ts';
import { BudgetHeldError, type HoldReason } from '../shared/budgetHeld.ts';
import type { TurnError } from '../shared/chat.ts';
import { isGatewayFailure, type ApiErrorKind, type GatewayFailure, type TurnOutcome } from '../shared/gateway.ts';
import type { BudgetScope } from '../shared/ledger.ts';
import { formatMicros } from '../shared/money.ts';
import type { RemedyId } from './remedies.ts';
import type { Translate } from '../shared/translate.ts';

const actionsByKind: Readonly<Record<ApiErrorKind, readonly RemedyId[]>> = {
  'bad-request': ['retry', 'choose-model'],
  'invalid-key': ['set-api-key'],
  'out-of-credit': ['top-up', 'choose-model'],
  forbidden: ['choose-model'],
  'rate-limited': ['retry'],
  server: ['retry'],
  unreachable: ['diagnose', 'retry'],
  certificate: ['diagnose', 'retry'],
  proxy: ['diagnose', 'retry'],
  timeout: ['diagnose', 'retry'],
  empty: ['retry', 'choose-model'],
};

/** The client waits this long by itself; after a longer time people want to know when it is over. */
const longestWaitMs = 60_000;

/** The latest that a Date can hold; what a gateway asks for has no bounds. */
const latestTime = 8.64e15;

/** Asked anew for each sentence: the language may change. */
interface Words {
  readonly t: Translate;
  readonly language: string;
}

/** What is known of the account and of prices, for whoever has run out of credit. */
export interface CreditFacts {
  /** The last figure of the balance, with its unit. */
  balance(): { readonly remaining: number; readonly unit: string } | undefined;
  /** A model that costs clearly less, by the learned prices. */
  cheaperThan(model: string): string | undefined;
}

const nothingKnown: CreditFacts = { balance: () => undefined, cheaperThan: () => undefined };

/** Of what is longer than any answer or list of models (limits.ts). */
const tooLongCode = 'answer-too-long';

/** Fewer are no answer. */
const leastTokens = 16;

export class ErrorMessages {
  readonly #localization: Words;
  readonly #now: () => number;
  readonly #credits: CreditFacts;

  /** @param now milliseconds since 1970 */
  constructor(localization: Words, now: () => number, credits: CreditFacts = nothingKnown) {
    this.#localization = localization;
    this.#now = now;
    this.#credits = credits;
  }

  describeFailure(error: unknown, model?: string): TurnError {
    const { t } = this.#localization;
    if (isOverdue(error)) {
      return { kind: 'timeout', text: t('The gateway did not answer in time.'), actions: [...actionsByKind.timeout] };
    }
    if (error instanceof BudgetHeldError) {
      return { kind: 'over-budget', text: this.#hold(error.hold), actions: ['continue-once', 'raise-budget'] };
    }
    if (!isGatewayFailure(error)) {
      const detail = error instanceof Error ? error.message : String(error);
      return { kind: 'server', text: t('Something went wrong inside OpenCodex.'), detail, actions: ['retry'] };
    }
    const detail = this.#detail(error);
    return {
      kind: error.kind,
      text: this.#sentence(error),
      ...(detail === '' ? {} : { detail }),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
      ...retryTime(error, this.#now()),
      ...(error.kind === 'out-of-credit' ? this.#waysOut(error, model) : { actions: [...actionsByKind[error.kind]] }),
    };
  }

  /** What can be done without credit. */
  #waysOut(
    { affordableTokens = 0 }: GatewayFailure,
    model: string | undefined,
  ): Partial<TurnError> & Pick<TurnError, 'actions'> {
    const cheaperModel = model === undefined ? undefined : this.#credits.cheaperThan(model);
    const canAfford = affordableTokens >= leastTokens;
    return {
      ...(canAfford ? { affordableTokens } : {}),
      ...(cheaperModel === undefined ? {} : { cheaperModel }),
      actions: [
        'top-up',
        ...(canAfford ? ['fewer-tokens' as const] : []),
        ...(cheaperModel === undefined ? [] : ['cheaper-model' as const]),
        'choose-model',
      ] satisfies readonly RemedyId[],
    };
  }

  describeOutcome(outcome: TurnOutcome, cause?: Error): TurnError | undefined {
    const { t } = this.#localization;
    switch (outcome) {
      case 'cut-off':
        return { kind: 'cut-off', text: this.#cutOff(cause), actions: ['continue', 'retry'] };
      case 'length':
        return {
          kind: 'length',
          text: t('The token limit ended this answer.'),
          actions: ['continue'],
        };
      case 'content-filter':
        return { kind: 'content-filter', text: t('The content filter of the model ended this answer.'), actions: [] };
      case 'stop':
      case 'stopped':
      case 'tool-calls':
        return undefined;
    }
  }

  #cutOff(cause: Error | undefined): string {
    const { t } = this.#localization;
    switch (isGatewayFailure(cause) ? cause.code : undefined) {
      case tooLongCode:
        return t('The answer was ended here: the gateway sent more than any answer holds. All that came is kept.');
      case 'silence-timeout':
        return t(
          'The gateway sent nothing more of the answer, though the connection stayed open. All that came is kept.',
        );
      default:
        return t('The answer may be incomplete: the connection ended early. All that came is kept.');
    }
  }

  describeInterruption(): TurnError {
    const text = this.#localization.t('This answer was interrupted: its window closed. All that came is kept.');
    return { kind: 'cut-off', text, actions: ['continue', 'retry'] };
  }

  describeRetry(error: Error): string {
    const { t } = this.#localization;
    switch (isGatewayFailure(error) ? error.kind : 'server') {
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

  #outOfCredit(): string {
    const { t } = this.#localization;
    const balance = this.#credits.balance();
    return balance === undefined
      ? t('Your credits are used up.')
      : t(
          'Your credits are used up, or too few for this request. At the last reading {0} were left.',
          balanceText(balance, this.#localization),
        );
  }

  #hold(hold: HoldReason): string {
    const { t, language } = this.#localization;
    const credits = (micros: number): string => formatMicros(micros, language);
    switch (hold.reason) {
      case 'one-at-a-time':
        return t(
          'Held back, and nothing was sent: a budget is set, the price of this model is not known yet, and another request is not paid for.',
        );
      case 'unknown-spending':
        return t(
          'Held back, and nothing was sent. {0}: the cost of an earlier answer is unknown, so this limit cannot be enforced. Set it to 0 to turn it off.',
          this.#scope(hold.scope),
        );
      case 'no-ledger':
        return t('Held back, and nothing was sent: a budget is set, and what is spent cannot be written down.');
      case 'budget': {
        const { limitMicros, spentMicros, neededMicros } = hold;
        const budget = t(
          '{0}: {1} of {2} credits are spent or reserved.',
          this.#scope(hold.scope),
          credits(spentMicros),
          credits(limitMicros),
        );
        return neededMicros === undefined
          ? t('Held back, and nothing was sent. {0}', budget)
          : t('Held back, and nothing was sent: it may cost up to {0} credits. {1}', credits(neededMicros), budget);
      }
    }
  }

  #scope(scope: BudgetScope): string {
    const { t } = this.#localization;
    switch (scope) {
      case 'message':
        return t('Budget for a message');
      case 'chat':
        return t('Budget for this chat');
      case 'day':
        return t('Budget for today');
    }
  }

  /** The layer that failed, where its code tells, and what the gateway or the network said. */
  #detail(error: GatewayFailure): string {
    // Of an empty answer there is nothing more to tell, nor of one that is not read; the layer tells all of what was not tried.
    const isToldElsewhere = error.kind === 'empty' || error.code === tooLongCode || error.code === 'verification-off';
    const said = isToldElsewhere ? '' : error.message;
    return [this.#layer(error.code), said].filter((part) => part !== '').join(' ');
  }

  #layer(code: string | undefined): string {
    const { t } = this.#localization;
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
      case 'silence-timeout':
        return t('HTTP: the connection stayed open, and no part of an answer came.');
      default:
        return '';
    }
  }

  #sentence(error: GatewayFailure): string {
    const { t } = this.#localization;
    switch (error.kind) {
      case 'bad-request':
        return error.status === 404
          ? t('The model or the address was not found.')
          : t('The gateway did not accept the request.');
      case 'invalid-key':
        return t('The API key is invalid, expired or revoked.');
      case 'out-of-credit':
        return this.#outOfCredit();
      case 'forbidden':
        return t('The gateway does not allow this request.');
      case 'rate-limited':
        return this.#rateLimit(error.retryAfterMs);
      case 'server':
        return error.code === tooLongCode
          ? t('The gateway sent far more than it should, and nothing of it was used. Try again.')
          : t('The gateway has trouble. Nothing is lost: try again.');
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
    }
  }

  #rateLimit(retryAfterMs: number | undefined): string {
    const { t } = this.#localization;
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
}

/** When the gateway lets requests through again, where that is too far off to wait for. */
function retryTime({ kind, retryAfterMs }: GatewayFailure, now: number): Pick<TurnError, 'retryAt'> {
  const retryAt = now + (retryAfterMs ?? 0);
  const isFar = kind === 'rate-limited' && retryAfterMs !== undefined && retryAfterMs > longestWaitMs;
  return isFar && retryAt <= latestTime ? { retryAt } : {};
}

/** A request that we ended ourselves because it took too long. */
function isOverdue(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
