// Every figure that people read: credits, tokens, durations, times and days, in the language of the reader.
import { toCredits } from '../shared/money.ts';
import type { Translate } from '../shared/translate.ts';

/** What a sentence of ours is made with. Asked anew for each sentence: the language may change. */
export interface Words {
  readonly t: Translate;
  readonly numbers: Numbers;
}

type Write = (value: number) => string;

/**
 * The figures of one language. Formatters are costly to make, so each is made once, when it is first needed: keep this as long as
 * the language stays. Times are milliseconds since 1970 and are written in the local time zone.
 */
export class Numbers {
  /** Without decimals. */
  readonly whole: Write;
  /** With one decimal, where there is any. */
  readonly short: Write;
  /** Large numbers in a few characters: 12.3M. */
  readonly compact: Write;
  /** `9:05 AM`. */
  readonly clock: Write;
  /** A day and its time, in full: `Jan 3, 2026, 9:05 AM`. */
  readonly moment: Write;
  /** As `moment`, but of the same width for every hour, for columns: `Jan 3, 2026, 09:05 AM`. */
  readonly columnMoment: Write;
  /** `Sat, Jan 3, 2026`. */
  readonly day: Write;
  /** `Jan 3`. */
  readonly shortDay: Write;
  /** `January 3`. */
  readonly dayOfYear: Write;
  /** `Saturday`. */
  readonly weekday: Write;
  /** `Jan 2026`. */
  readonly month: Write;
  /** `January 2026`. */
  readonly longMonth: Write;
  readonly #large: Write;
  readonly #small: Write;
  readonly #percent: Write;
  readonly #tenths: Write;

  /** @param language its tag */
  constructor(language: string) {
    const number = (options: Intl.NumberFormatOptions): Write =>
      writeWith(() => new Intl.NumberFormat(language, options));
    const time = (options: Intl.DateTimeFormatOptions): Write =>
      writeWith(() => new Intl.DateTimeFormat(language, options));
    const shortDate = { month: 'short', day: 'numeric' } as const;
    const date = { year: 'numeric', ...shortDate } as const;
    this.whole = number({ maximumFractionDigits: 0 });
    this.short = number({ maximumFractionDigits: 1 });
    this.compact = number({ notation: 'compact', maximumFractionDigits: 1 });
    this.#large = number({ maximumFractionDigits: 2 });
    this.#small = number({ maximumSignificantDigits: 3 });
    this.#percent = number({ style: 'percent', maximumFractionDigits: 0 });
    this.#tenths = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.clock = time({ hour: 'numeric', minute: '2-digit' });
    this.moment = time({ dateStyle: 'medium', timeStyle: 'short' });
    this.columnMoment = time({ ...date, hour: '2-digit', minute: '2-digit' });
    this.day = time({ weekday: 'short', ...date });
    this.shortDay = time(shortDate);
    this.dayOfYear = time({ day: 'numeric', month: 'long' });
    this.weekday = time({ weekday: 'long' });
    this.month = time({ year: 'numeric', month: 'short' });
    this.longMonth = time({ month: 'long', year: 'numeric' });
  }

  /**
   * Millionths of a credit as credits: at most two decimals from 1 credit on, up to three significant digits below, so that only
   * nothing is `0`. The millionths may be a fraction, as prices are.
   */
  credits(micros: number): string {
    return this.amount(toCredits(micros));
  }

  /** An amount in credits, or in whatever a balance counts, written as `credits` does. */
  amount(credits: number): string {
    return Math.abs(credits) >= 1 ? this.#large(credits) : this.#small(credits);
  }

  /** A part of a whole in per cent. A part is never shown as nothing, and less than all never as all. */
  share(part: number, total: number): string {
    const share = total > 0 ? part / total : 0;
    if (share > 0 && share < 0.005) {
      return `<${this.#percent(0.01)}`;
    }
    return share < 1 && share >= 0.995 ? `>${this.#percent(0.99)}` : this.#percent(share);
  }

  /** A duration in seconds, always with one decimal. */
  seconds(milliseconds: number): string {
    return this.#tenths(milliseconds / 1_000);
  }

  /** A rate or an average: with a decimal only below 10. */
  average(value: number): string {
    return value < 10 ? this.short(value) : this.whole(value);
  }

  /** The size of a context window, as vendors write it: 128k stands for 128,000 and for 131,072 alike. */
  contextTokens(tokens: number): string {
    const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000;
    if (tokens < thousand) {
      return this.short(tokens);
    }
    return tokens < thousand ** 2 ? `${this.short(tokens / thousand)}k` : `${this.short(tokens / thousand ** 2)}M`;
  }
}

function writeWith(make: () => { format(value: number): string }): Write {
  let made: { format(value: number): string } | undefined;
  return (value) => {
    made ??= make();
    return made.format(value);
  };
}
