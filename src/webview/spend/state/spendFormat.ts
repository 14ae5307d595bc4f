// Figures, times and days in the user's language. Formatters are costly to make, so each is made once for a language.
import { microsFormat } from '../../../shared/money.ts';
import type { SpanUnit } from '../../../shared/spendDays.ts';

export class SpendFormat {
  /** `micros` in credits, as everywhere else. */
  readonly credits: (micros: number) => string;
  readonly #whole: Intl.NumberFormat;
  readonly #compact: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #seconds: Intl.NumberFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #spans: Readonly<Record<SpanUnit, Intl.DateTimeFormat>>;
  readonly #day: Intl.DateTimeFormat;

  constructor(language: string) {
    this.credits = microsFormat(language);
    this.#whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.#compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
    this.#share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    this.#seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.#time = new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
    this.#day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
    const fullDay = new Intl.DateTimeFormat(language, {
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
    });
    const month = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short' });
    this.#spans = { day: fullDay, week: fullDay, month };
  }

  whole(value: number): string {
    return this.#whole.format(value);
  }

  /** Short: 12.3M. */
  compact(value: number): string {
    return this.#compact.format(value);
  }

  /** Something is never shown as nothing, and not all never as all. */
  share(part: number, total: number): string {
    const share = total > 0 ? part / total : 0;
    if (share > 0 && share < 0.005) {
      return `<${this.#share.format(0.01)}`;
    }
    return share < 1 && share >= 0.995 ? `>${this.#share.format(0.99)}` : this.#share.format(share);
  }

  seconds(milliseconds: number): string {
    return this.#seconds.format(milliseconds / 1_000);
  }

  time(time: number): string {
    return this.#time.format(time);
  }

  /** Short, for the chart's axis. */
  tick(time: number, unit: SpanUnit): string {
    return unit === 'month' ? this.#spans.month.format(time) : this.#day.format(time);
  }

  span(time: number, unit: SpanUnit): string {
    return this.#spans[unit].format(time);
  }
}
