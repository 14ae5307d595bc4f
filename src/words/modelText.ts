// What the model menu says of a model: its price, its speed, how much it takes.
import type { LearnedPrice, ModelStatistics } from '../shared/modelFacts.ts';
import type { Words } from './numbers.ts';

/** A model as the menu shows it; what is missing is not known. */
export interface ModelKnowledge {
  readonly price: LearnedPrice | undefined;
  readonly statistics: ModelStatistics | undefined;
  /** `source: 'family'`: what such models usually take. */
  readonly window: { readonly tokens: number; readonly source: string } | undefined;
  /** Tokens of a usual answer. */
  readonly typicalOutput: number | undefined;
  /** Of a prompt for which an answer is wanted. */
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

/** What the answer that is wanted may cost. */
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

/** In credits for a thousand tokens. Without the sign for "about" only where both prices are known exactly. */
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
