// The figures of all requests that are shown.
import type { JSX } from 'preact';
import { requestsText } from '../../../words/spendText.ts';
import type { SpendState } from '../state/spendState.ts';
import { amountText } from './names.ts';

export function Totals({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const numbers = spend.numbers.value;
  const sum = spend.total.value;
  const unknown = requestsText(sum.unknownRequests, numbers, t);
  return (
    <dl class="spend-totals">
      <Total
        name={t('Credits')}
        value={amountText(sum, numbers)}
        note={sum.unknownRequests > 0 ? t('without {0} of unknown cost', unknown) : ''}
      />
      <Total
        name={t('Requests')}
        value={numbers.whole(sum.requests)}
        note={sum.estimatedRequests > 0 ? t('{0} of estimated cost', numbers.whole(sum.estimatedRequests)) : ''}
      />
      <Total
        name={t('Tokens sent')}
        value={numbers.compact(sum.sentTokens)}
        exact={numbers.whole(sum.sentTokens)}
        note={sum.cachedTokens > 0 ? t('{0} of them cached', numbers.compact(sum.cachedTokens)) : ''}
      />
      <Total
        name={t('Tokens received')}
        value={numbers.compact(sum.receivedTokens)}
        exact={numbers.whole(sum.receivedTokens)}
        note=""
      />
    </dl>
  );
}

interface TotalProps {
  readonly name: string;
  readonly value: string;
  /** The figure in full, where `value` is shortened. */
  readonly exact?: string;
  readonly note: string;
}

function Total({ name, value, exact, note }: TotalProps): JSX.Element {
  return (
    <div class="spend-total">
      <dt>{name}</dt>
      <dd>
        <span class="spend-value" title={exact ?? ''}>
          {value}
        </span>
        <span class="spend-note">{note}</span>
      </dd>
    </div>
  );
}
