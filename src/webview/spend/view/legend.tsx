// Which colour is which model.
import type { JSX } from 'preact';
import { mostSeries, seriesOf } from '../state/spendChart.ts';
import type { SpendState } from '../state/spendState.ts';
import { Swatch } from './swatch.tsx';

export function Legend({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  return (
    <ul class="spend-legend" aria-label={t('Models')}>
      {listSeries(spend).map((series) => (
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

/** The series that have something to show, in their order. */
export function listSeries(spend: SpendState): readonly number[] {
  const used = new Set(spend.byModel.value.map(({ key }) => seriesOf(spend.series.value, key)));
  return [...used].sort((a, b) => a - b);
}

export function seriesText(spend: SpendState, series: number): string {
  const model = [...spend.series.value].find(([, place]) => place === series);
  return model?.[0] ?? (series === mostSeries - 1 ? spend.translate.value('Other models') : '');
}
