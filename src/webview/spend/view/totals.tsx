// The figures of all requests that are shown.
import type { JSX } from 'preact';
import type { SpendState } from '../state/spendState.ts';
import { amountText, requestsTextOf } from './names.ts';

export function Totals({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const format = spend.format.value;
  const sum = spend.total.value;
  const unknown = requestsTextOf(sum.unknownRequests, format, t);
  return (
    <dl class="spend-totals">
      <Total
        name={t('Credits')}
        value={amountText(sum, format)}
        note={sum.unknownRequests > 0 ? t('without {0} of unknown cost', unknown) : ''}
      />
      <Total
        name={t('Requests')}
        value={format.whole(sum.requests)}
        note={sum.estimatedRequests > 0 ? t('{0} of estimated cost', format.whole(sum.estimatedRequests)) : ''}
      />
      <Total
        name={t('Tokens sent')}
        value={format.compact(sum.sentTokens)}
        exact={format.whole(sum.sentTokens)}
        note={sum.cachedTokens > 0 ? t('{0} of them cached', format.compact(sum.cachedTokens)) : ''}
      />
      <Total
        name={t('Tokens received')}
        value={format.compact(sum.receivedTokens)}
        exact={format.whole(sum.receivedTokens)}
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
