// What the chart shows: credits by day, stacked by model, with the models that cost most in colours of their own.
import type { LedgerEntry } from '../../../shared/credits.ts';
import { groupEntries, knownMicros, sumEntries, type SpendSum } from '../../../shared/spend.ts';
import { listSpans, spanIndex, spanUnit, type Span, type SpanUnit } from '../../../shared/spendDays.ts';

/** Series that people can tell apart; the last of them is of all other models where there are more. */
export const mostSeries = 6;

/** The place of each model's series, the dearest first. A model that is not in it belongs to the last one. */
export type SeriesOfModel = ReadonlyMap<string, number>;

export interface ChartBar extends Span {
  readonly sum: SpendSum;
  /** Millionths of a credit by series. They add up to those of `sum`. */
  readonly parts: readonly number[];
}

export interface Chart {
  readonly unit: SpanUnit;
  readonly bars: readonly ChartBar[];
}

export function assignSeries(entries: readonly LedgerEntry[]): SeriesOfModel {
  const groups = groupEntries(entries, ({ model }) => model);
  const own = groups.length > mostSeries ? groups.slice(0, mostSeries - 1) : groups;
  return new Map(own.map(({ key }, index) => [key, index]));
}

export function seriesOf(series: SeriesOfModel, model: string): number {
  return series.get(model) ?? mostSeries - 1;
}

/** From `since` (0: from the first request) to `now`. */
export function drawChart(
  entries: readonly LedgerEntry[],
  options: { readonly since: number; readonly now: number; readonly series: SeriesOfModel },
): Chart {
  const { since, now, series } = options;
  const first = since > 0 ? since : entries.reduce((least, { startedAt }) => Math.min(least, startedAt), now);
  const unit = spanUnit(first, now);
  const spans = listSpans(first, now, unit);
  const members = spans.map((): LedgerEntry[] => []);
  for (const entry of entries) {
    members[spanIndex(spans, entry.startedAt)]?.push(entry);
  }
  const bars = spans.map((span, index) => {
    const ofSpan = members[index] ?? [];
    return { ...span, sum: sumEntries(ofSpan), parts: stack(ofSpan, series) };
  });
  return { unit, bars };
}

function stack(entries: readonly LedgerEntry[], series: SeriesOfModel): number[] {
  const parts = Array.from({ length: mostSeries }, () => 0);
  for (const entry of entries) {
    const place = seriesOf(series, entry.model);
    parts[place] = (parts[place] ?? 0) + (knownMicros(entry) ?? 0);
  }
  return parts;
}

/** Round steps from 0 to at least `most`, three to five of them; whole micros. */
export function axisSteps(most: number): number[] {
  const rough = Math.max(most, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const whole = Math.max(1, Math.ceil(step));
  return Array.from({ length: Math.ceil(most / whole) + 1 }, (_, index) => index * whole);
}
