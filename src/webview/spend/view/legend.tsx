// Which colour is which model.
import type { JSX } from 'preact';
import { mostSeries } from '../state/spendChart.ts';
import type { SpendState } from '../state/spendState.ts';
import { Swatch } from './swatch.tsx';

export function Legend({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  return (
    <ul class="spend-legend" aria-label={t('Models')}>
      {spend.shownSeries.value.map((series) => (
        <li key={series}>
          <Swatch series={series} />
          <span>{seriesText(spend, series)}</span>
        </li>
      ))}
      {spend.total.value.unknownRequests > 0 && (
        <li>
          <svg width="10" height="10" aria-hidden="true">
            <circle class="spend-unknown" cx="5" cy="5" r="2.5" />
          </svg>
          <span>{t('Cost unknown')}</span>
        </li>
      )}
    </ul>
  );
}

export function seriesText(spend: SpendState, series: number): string {
  const model = [...spend.series.value].find(([, place]) => place === series);
  return model?.[0] ?? (series === mostSeries - 1 ? spend.translate.value('Other models') : '');
}
