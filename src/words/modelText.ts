// The words of the model menu about a model: its price, its speed and its context window.
import type { LearnedPrice, ModelStatistics } from '../shared/modelFacts.ts';
import type { Words } from './numbers.ts';

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

/** One line; empty where nothing is known. */
export function describeModel(model: ModelKnowledge, words: Words): string {
  const { price, statistics, window } = model;
  const details = [
    ...describeEstimate(model, words),
    ...(price === undefined ? [] : [describePrice(price, words)]),
    ...describeStatistics(statistics, words),
    ...(window === undefined ? [] : [describeWindow(window, words)]),
  ];
  return details.join(', ');
}

/** The estimated cost of the answer to the prompt. */
function describeEstimate(
  { promptTokens, typicalOutput, price }: ModelKnowledge,
  { t, numbers }: Words,
): readonly string[] {
  if (promptTokens === undefined || typicalOutput === undefined || price === undefined) {
    return [];
  }
  const { micros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens: typicalOutput });
  return [t('about {0} credits', numbers.credits(micros))];
}

/** The price in credits for a thousand tokens. The sign `≈` is missing only where both prices are known exactly. */
function describePrice({ input, output, isExact }: LearnedPrice, { t, numbers }: Words): string {
  const amount = (microsPerToken: number): string => numbers.credits(1000 * microsPerToken);
  const isSplit = input.isIdentified && output.isIdentified;
  if (isExact && isSplit && input.microsPerToken === 0 && output.microsPerToken === 0) {
    return t('free so far');
  }
  const about = isExact && isSplit ? '' : '≈';
  return isSplit
    ? `${about}${t('{0} in · {1} out per 1k tokens', amount(input.microsPerToken), amount(output.microsPerToken))}`
    : `${about}${t('{0} per 1k tokens', amount((input.microsPerToken + output.microsPerToken) / 2))}`;
}

function describeStatistics(
  { tokensPerSecond, firstTextMs }: Partial<ModelStatistics> = {},
  { t, numbers }: Words,
): readonly string[] {
  return [
    ...(tokensPerSecond === undefined ? [] : [t('{0} tokens/s', numbers.average(tokensPerSecond))]),
    ...(firstTextMs === undefined ? [] : [t('first text after {0} s', numbers.average(firstTextMs / 1000))]),
  ];
}

/** What a family usually takes is not said as if it were known. */
function describeWindow({ tokens, source }: NonNullable<ModelKnowledge['window']>, { t, numbers }: Words): string {
  const size = numbers.contextTokens(tokens);
  return source === 'family' ? t('about {0} context', size) : t('{0} context', size);
}
