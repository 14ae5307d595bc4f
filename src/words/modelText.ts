// The words of the model menu about a model: its price, its speed and its context window.
import { microsFormat } from '../shared/money.ts';
import type { LearnedPrice, ModelStatistics } from '../shared/modelFacts.ts';
import type { Translate } from '../shared/translate.ts';

/** What is known of a model; a fact that is undefined is not known. */
export interface ModelKnowledge {
  readonly price: LearnedPrice | undefined;
  readonly statistics: ModelStatistics | undefined;
  /** The context window. `source: 'family'` means the usual size of such models. */
  readonly window: { readonly tokens: number; readonly source: string } | undefined;
  /** Tokens of a usual answer. */
  readonly typicalOutput: number | undefined;
  /** Tokens of the prompt that is to be answered, where there is one. */
  readonly promptTokens: number | undefined;
}

/** One instance serves a whole menu, because formatters are costly to create. */
export class ModelText {
  readonly #t: Translate;
  readonly #credits: (micros: number) => string;
  readonly #whole: Intl.NumberFormat;
  readonly #short: Intl.NumberFormat;

  /** `language` is the language tag by which figures are formatted. */
  constructor(t: Translate, language: string) {
    this.#t = t;
    this.#credits = microsFormat(language);
    this.#whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.#short = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  }

  /** One line; empty where nothing is known. */
  describe(model: ModelKnowledge): string {
    const { price, statistics, window } = model;
    const details = [
      ...this.#describeEstimate(model),
      ...(price === undefined ? [] : [this.#describePrice(price)]),
      ...this.#describeStatistics(statistics),
      ...(window === undefined ? [] : [this.#describeWindow(window)]),
    ];
    return details.join(', ');
  }

  count(models: number): string {
    return this.#whole.format(models);
  }

  /** The estimated cost of the answer to the prompt. */
  #describeEstimate({ promptTokens, typicalOutput, price }: ModelKnowledge): readonly string[] {
    if (promptTokens === undefined || typicalOutput === undefined || price === undefined) {
      return [];
    }
    const { micros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens: typicalOutput });
    const t = this.#t;
    return [t('about {0} credits', this.#credits(micros))];
  }

  /** The price in credits for a thousand tokens. The sign `≈` is missing only where both prices are known exactly. */
  #describePrice({ input, output, isExact }: LearnedPrice): string {
    const t = this.#t;
    const amount = (microsPerToken: number): string => this.#credits(1000 * microsPerToken);
    const isSplit = input.isIdentified && output.isIdentified;
    if (isExact && isSplit && input.microsPerToken === 0 && output.microsPerToken === 0) {
      return t('free so far');
    }
    const about = isExact && isSplit ? '' : '≈';
    return isSplit
      ? `${about}${t('{0} in · {1} out per 1k tokens', amount(input.microsPerToken), amount(output.microsPerToken))}`
      : `${about}${t('{0} per 1k tokens', amount((input.microsPerToken + output.microsPerToken) / 2))}`;
  }

  #describeStatistics({ tokensPerSecond, firstTextMs }: Partial<ModelStatistics> = {}): readonly string[] {
    const t = this.#t;
    return [
      ...(tokensPerSecond === undefined ? [] : [t('{0} tokens/s', this.#figure(tokensPerSecond))]),
      ...(firstTextMs === undefined ? [] : [t('first text after {0} s', this.#figure(firstTextMs / 1000))]),
    ];
  }

  /** The usual size of a family is marked as approximate. */
  #describeWindow({ tokens, source }: NonNullable<ModelKnowledge['window']>): string {
    const t = this.#t;
    const size = this.#tokens(tokens);
    return source === 'family' ? t('about {0} context', size) : t('{0} context', size);
  }

  /** Only figures below 10 have a decimal. */
  #figure(value: number): string {
    return value < 10 ? this.#short.format(value) : this.#whole.format(value);
  }

  /** Both 128,000 and 131,072 are written as 128k, as vendors do it. */
  #tokens(tokens: number): string {
    const short = this.#short;
    const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000;
    if (tokens < thousand) {
      return short.format(tokens);
    }
    return tokens < thousand ** 2 ? `${short.format(tokens / thousand)}k` : `${short.format(tokens / thousand ** 2)}M`;
  }
}
