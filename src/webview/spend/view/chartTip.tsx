// What a bar stands for, beside the pointer or the focus. Hidden from screen readers: the bar's own name says the same.
import type { JSX } from 'preact';
import { requestsText } from '../../../words/spendText.ts';
import type { ChartBar } from '../state/spendChart.ts';
import type { SpendState } from '../state/spendState.ts';
import { seriesText } from './legend.tsx';
import { amountText, spanText } from './names.ts';
import { Swatch } from './swatch.tsx';

interface TipProps {
  readonly spend: SpendState;
  readonly bar: ChartBar;
  /** Of the bar, in pixels from the left. */
  readonly middle: number;
  /** Of the chart. */
  readonly width: number;
}

export function ChartTip({ spend, bar: { start, sum, parts }, middle, width }: TipProps): JSX.Element {
  const t = spend.translate.value;
  const numbers = spend.numbers.value;
  const isLeft = middle > width / 2;
  return (
    <div
      class="spend-tip"
      aria-hidden="true"
      style={isLeft ? { right: `${width - middle + 14}px` } : { left: `${middle + 14}px` }}
    >
      <strong>{spanText(start, spend.chart.value.unit, numbers)}</strong>
      <span class="spend-tip-total">
        {t('{0} credits', amountText(sum, numbers))} · {requestsText(sum.requests, numbers, t)}
      </span>
      {spend.shownSeries.value
        .filter((series) => (parts[series] ?? 0) > 0)
        .map((series) => (
          <span key={series} class="spend-tip-row">
            <Swatch series={series} />
            <span class="spend-tip-name">{seriesText(spend, series)}</span>
            <span>{numbers.credits(parts[series] ?? 0)}</span>
          </span>
        ))}
      {sum.unknownRequests > 0 && (
        <span class="spend-tip-row">{t('{0} of them of unknown cost', numbers.whole(sum.unknownRequests))}</span>
      )}
    </div>
  );
}
