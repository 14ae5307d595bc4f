// One bar of the chart, with the words that screen readers say for it.
import type { JSX } from 'preact';
import { requestsText } from '../../../words/spendText.ts';
import type { ChartBar } from '../state/spendChart.ts';
import type { SpendState } from '../state/spendState.ts';
import type { Layout } from './chartLayout.ts';
import { seriesText } from './legend.tsx';
import { amountText, spanText } from './names.ts';

interface BarProps {
  readonly spend: SpendState;
  readonly bar: ChartBar;
  readonly layout: Layout;
  readonly index: number;
  readonly isReachable: boolean;
  readonly onActivate: (index: number) => void;
}

/** `tabindex`, not `tabIndex`: SVG knows no other spelling, and Chromium lets Tab stop at whatever listens for the focus. */
export function ChartBarShape({ spend, bar, layout, index, isReachable, onActivate }: BarProps): JSX.Element {
  const { barWidth, ground, slotWidth } = layout;
  const middle = layout.middleOf(index);
  const left = Math.round(middle - barWidth / 2);
  const activate = (): void => onActivate(index);
  return (
    <g
      class="spend-bar"
      role="img"
      aria-label={barText(spend, bar)}
      tabindex={isReachable ? 0 : -1}
      onFocus={activate}
      onPointerEnter={activate}
    >
      <rect class="spend-slot" x={middle - slotWidth / 2} y={0} width={slotWidth} height={ground} />
      {stack(bar, layout).map(({ series, top, height }) => (
        <rect key={series} class={`spend-series-${series}`} x={left} y={top} width={barWidth} height={height} />
      ))}
      {bar.sum.unknownRequests > 0 && (
        <circle
          class="spend-unknown"
          cx={middle}
          cy={layout.topOf(bar.sum.micros) - 6}
          r={Math.min(2.5, barWidth / 2)}
        />
      )}
    </g>
  );
}

interface Block {
  readonly series: number;
  readonly top: number;
  readonly height: number;
}

/** From the ground up. What cost anything is at least a pixel high: it must not look like nothing. */
function stack({ parts }: ChartBar, { ground, topOf }: Layout): readonly Block[] {
  const blocks: Block[] = [];
  let below = 0;
  for (const [series, micros] of parts.entries()) {
    if (micros > 0) {
      const [lower, upper] = [topOf(below), topOf(below + micros)];
      blocks.push({ series, top: Math.min(upper, ground - 1), height: Math.max(1, lower - upper) });
      below += micros;
    }
  }
  return blocks;
}

function barText(spend: SpendState, { start, sum, parts }: ChartBar): string {
  const t = spend.translate.value;
  const numbers = spend.numbers.value;
  const day = spanText(start, spend.chart.value.unit, numbers);
  const requests = requestsText(sum.requests, numbers, t);
  const text = t('{0}: {1} credits, {2}', day, amountText(sum, numbers), requests);
  const details = spend.shownSeries.value
    .filter((series) => (parts[series] ?? 0) > 0)
    .map((series) => `${seriesText(spend, series)} ${numbers.credits(parts[series] ?? 0)}`);
  if (sum.unknownRequests > 0) {
    details.push(t('{0} of them of unknown cost', numbers.whole(sum.unknownRequests)));
  }
  return [text, ...details].join('; ');
}
