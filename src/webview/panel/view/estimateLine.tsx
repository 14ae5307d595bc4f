// Beside Send: what the message may take before it is sent.
import type { JSX } from 'preact';
import { formatMicros } from '../../../shared/money.ts';
import type { Panel } from '../state/panel.ts';

export function EstimateLine({ panel }: { readonly panel: Panel }): JSX.Element | null {
  const t = panel.translate.value;
  const { language } = panel.appearance.value;
  const estimate = panel.estimate.current.value;
  if (!estimate) {
    return null;
  }
  const { promptTokens, outputTokens, micros } = estimate;
  const format = (value: number): string =>
    new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  const sent = t('About {0} tokens are sent.', format(promptTokens));
  const received =
    outputTokens === undefined
      ? t('Nothing is known yet of how long the answers of this model are.')
      : t('Its answers usually have about {0} tokens.', format(outputTokens));
  const cost =
    micros === undefined
      ? t('Its price is learned from your next answers.')
      : t('By its learned price that is about {0} credits.', formatMicros(micros, language));
  return (
    <span class="estimate" title={`${sent} ${received} ${cost}`}>
      {micros === undefined
        ? t('≈{0} tokens', format(promptTokens))
        : t('≈{0} credits', formatMicros(micros, language))}
    </span>
  );
}
