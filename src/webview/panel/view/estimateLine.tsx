// Beside Send: what the message may take before it is sent.
import type { JSX } from 'preact';
import type { Panel } from '../state/panel.ts';

export function EstimateLine({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const numbers = panel.numbers.value;
  const estimate = panel.estimate.current.value;
  if (!estimate) {
    return null;
  }
  const { promptTokens, outputTokens, micros } = estimate;
  const sent = t('About {0} tokens are sent.', numbers.compact(promptTokens));
  const received =
    outputTokens === undefined
      ? t('Nothing is known yet of how long the answers of this model are.')
      : t('Its answers usually have about {0} tokens.', numbers.compact(outputTokens));
  const cost =
    micros === undefined
      ? t('Its price is learned from your next answers.')
      : t('By its learned price that is about {0} credits.', numbers.credits(micros));
  return (
    <span class="estimate" title={`${sent} ${received} ${cost}`}>
      {micros === undefined
        ? t('≈{0} tokens', numbers.compact(promptTokens))
        : t('≈{0} credits', numbers.credits(micros))}
    </span>
  );
}
