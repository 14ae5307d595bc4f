// The chart: a bar for each day (or week, or month) in the models' colours. Arrow keys go from bar to bar, each with its words.
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SpendState } from '../state/spendState.ts';
import { axisSteps } from '../state/spendChart.ts';
import { ChartBarShape } from './chartBar.tsx';
import { layOut, placeLabel, type Layout } from './chartLayout.ts';
import { ChartTip } from './chartTip.tsx';
import { Legend } from './legend.tsx';
import { tickText } from './names.ts';
import { SeriesPatterns } from './swatch.tsx';

export function DayChart({ spend }: { readonly spend: SpendState }): JSX.Element {
  const t = spend.translate.value;
  const { unit, bars } = spend.chart.value;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  /** The bar that the pointer or the focus is on. */
  const [active, setActive] = useState<number | undefined>(undefined);
  const deactivate = (): void => setActive(undefined);
  /** The bar that Tab leads to. */
  const [current, setCurrent] = useState(bars.length - 1);
  const steps = axisSteps(Math.max(0, ...bars.map(({ sum }) => sum.micros)));
  const drawn = width > 0 ? bars : [];
  const layout = layOut(width, bars.length, steps.at(-1) ?? 1);
  const reachable = Math.min(current, bars.length - 1);
  const activeBar = active === undefined ? undefined : bars[active];
  const title = { day: t('Credits by day'), week: t('Credits by week'), month: t('Credits by month') }[unit];
  return (
    <section class="spend-chart" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Legend spend={spend} />
      </header>
      {/* Not the svg: Chromium lets Tab stop at whatever in SVG listens for the focus. */}
      <div ref={box} class="spend-plot" onPointerLeave={deactivate} onFocusOut={deactivate}>
        <SeriesPatterns />
        <svg
          width={layout.width}
          height={layout.height}
          role="group"
          aria-label={title}
          onKeyDown={(event) => {
            const next = nextBar(event.key, reachable, bars.length);
            if (next !== undefined) {
              event.preventDefault();
              setCurrent(next);
              event.currentTarget.querySelectorAll<SVGGElement>('.spend-bar')[next]?.focus();
            } else if (event.key === 'Escape') {
              deactivate();
            }
          }}
        >
          <Axis spend={spend} layout={layout} steps={steps} />
          {drawn.map((bar, index) => (
            <ChartBarShape
              key={bar.start}
              spend={spend}
              bar={bar}
              layout={layout}
              index={index}
              isReachable={index === reachable}
              onActivate={setActive}
            />
          ))}
        </svg>
        {active !== undefined && activeBar && (
          <ChartTip spend={spend} bar={activeBar} middle={layout.middleOf(active)} width={layout.width} />
        )}
      </div>
    </section>
  );
}

function Axis(props: {
  readonly spend: SpendState;
  readonly layout: Layout;
  readonly steps: readonly number[];
}): JSX.Element {
  const { spend, layout, steps } = props;
  const { unit, bars } = spend.chart.value;
  const numbers = spend.numbers.value;
  return (
    <g class="spend-axis" aria-hidden="true">
      {steps.map((micros) => (
        <g key={micros}>
          <line x1={layout.left} x2={layout.width} y1={layout.topOf(micros)} y2={layout.topOf(micros)} />
          <text x={layout.left - 8} y={layout.topOf(micros)} dy="0.32em" text-anchor="end">
            {numbers.credits(micros)}
          </text>
        </g>
      ))}
      {bars.map(
        ({ start }, index) =>
          (bars.length - 1 - index) % layout.labelEvery === 0 && (
            <text key={start} {...placeLabel(layout, index)} y={layout.height - 4}>
              {tickText(start, unit, numbers)}
            </text>
          ),
      )}
    </g>
  );
}

function nextBar(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(count - 1, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The element's width in pixels, whenever it changes; 0 until it is first laid out, which asking for it would force at once. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
