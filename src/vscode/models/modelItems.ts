// The entries of the model menu, and their words. Pure.
import type { QuickPickItem } from 'vscode';
import type { ContextWindow } from '../../api/contextWindow.ts';
import { formatMicros } from '../../shared/money.ts';
import type { ModelStatistics } from '../../credits/modelStatistics.ts';
import type { LearnedPrice } from '../../credits/priceLearning.ts';
import type { Model } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { ListProblem } from './modelCatalog.ts';
import type { ModelFacts } from './modelFacts.ts';
import { orderModels, type ModelOrder } from './modelOrder.ts';

export interface ModelItem extends QuickPickItem {
  /** Undefined on separators and on the entry that reads the list again. */
  readonly modelId?: string;
  /** On models that can be starred. */
  readonly isFavourite?: boolean;
  /** A line between groups, which cannot be chosen. */
  readonly isHeading?: boolean;
}

export interface ModelMenu {
  readonly models: readonly Model[];
  readonly current: string;
  /** What stands in the input: any model id. */
  readonly typed: string;
  /** Why there is no list, as a sentence. */
  readonly problem: string | undefined;
  readonly contextWindowOf: (model: Model) => ContextWindow | undefined;
  readonly facts: Pick<ModelFacts, 'priceOf' | 'statisticsOf' | 'typicalOutputOf'>;
  /** Of a prompt for which an answer is wanted. */
  readonly promptTokens: number | undefined;
  readonly favourites: readonly string[];
  readonly order: ModelOrder;
}

export interface Words {
  readonly t: Translate;
  /** Language tag, for figures. */
  readonly language: string;
}

/** Favourites, the gateway's models, the current one even where it is not listed, what is typed, and what went wrong. */
export function modelItems(menu: ModelMenu, words: Words): readonly ModelItem[] {
  const { current, favourites, problem } = menu;
  const { t } = words;
  const known = knownModels(menu);
  const isFavourite = ({ id }: Model): boolean => favourites.includes(id);
  const starred = itemsOf(known.filter(isFavourite), menu, words);
  const others = itemsOf(
    known.filter((model) => !isFavourite(model)),
    menu,
    words,
  );
  const typed = menu.typed.trim();
  const isKnown = typed === '' || typed === current || known.some(({ id }) => id === typed);
  return [
    ...(starred.length === 0
      ? others
      : [
          { label: t('Favorites'), isHeading: true },
          ...starred,
          { label: t('Other models'), isHeading: true },
          ...others,
        ]),
    ...(isKnown ? [] : [{ label: t('Use “{0}”', typed), modelId: typed, alwaysShow: true }]),
    ...(problem === undefined
      ? []
      : [
          {
            label: `$(warning) ${t('The list of models could not be read. Try again')}`,
            detail: problem,
            alwaysShow: true,
          },
        ]),
  ];
}

export function problemSentence(problem: ListProblem, t: Translate, errors: ErrorMessages): string {
  switch (problem.kind) {
    case 'no-key':
      return t('Set an API key first.');
    case 'address':
      return problem.text;
    case 'failure':
      return errors.describeFailure(problem.error).text;
  }
}

/** The current one and favourites may be any that the user once typed. */
function knownModels({ models, current, favourites }: ModelMenu): readonly Model[] {
  const listed = new Set(models.map(({ id }) => id));
  const unlisted = new Set([current, ...favourites].filter((id) => !listed.has(id)));
  return [...[...unlisted].map((id) => ({ id })), ...models];
}

function itemsOf(models: readonly Model[], menu: ModelMenu, words: Words): readonly ModelItem[] {
  const { facts, contextWindowOf, order } = menu;
  const ordered = orderModels(models, order, { facts, contextWindowOf, language: words.language });
  return ordered.map((model) => toItem(model, menu, words));
}

function toItem(model: Model, menu: ModelMenu, words: Words): ModelItem {
  const { current, contextWindowOf, facts, favourites } = menu;
  const window = contextWindowOf(model);
  const price = facts.priceOf(model.id);
  const details = [
    ...describeEstimate(model, menu, words),
    ...(price === undefined ? [] : [describePrice(price, words)]),
    ...describeStatistics(facts.statisticsOf(model.id), words),
    ...(window === undefined ? [] : [describeWindow(window, words)]),
  ];
  const notes = [
    ...(model.id === current ? [words.t('current')] : []),
    ...(model.name === undefined ? [] : [model.name]),
  ];
  return {
    label: model.id,
    description: notes.join(' · '),
    ...(details.length === 0 ? {} : { detail: details.join(', ') }),
    modelId: model.id,
    isFavourite: favourites.includes(model.id),
  };
}

/** What the answer that is wanted may cost. */
function describeEstimate(
  { id }: Model,
  { facts, promptTokens }: ModelMenu,
  { t, language }: Words,
): readonly string[] {
  const completionTokens = facts.typicalOutputOf(id);
  const price = facts.priceOf(id);
  if (promptTokens === undefined || completionTokens === undefined || price === undefined) {
    return [];
  }
  const { micros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens });
  return [t('about {0} credits', formatMicros(micros, language))];
}

/** In credits for a thousand tokens. Without the sign for "about" only where both prices are known exactly. */
function describePrice({ input, output, isExact }: LearnedPrice, { t, language }: Words): string {
  const amount = (microsPerToken: number): string => formatMicros(1000 * microsPerToken, language);
  const isSplit = input.isIdentified && output.isIdentified;
  if (isExact && isSplit && input.microsPerToken === 0 && output.microsPerToken === 0) {
    return t('free so far');
  }
  const about = isExact && isSplit ? '' : '≈';
  return isSplit
    ? `${about}${t('{0} in · {1} out per 1k tokens', amount(input.microsPerToken), amount(output.microsPerToken))}`
    : `${about}${t('{0} per 1k tokens', amount((input.microsPerToken + output.microsPerToken) / 2))}`;
}

function describeStatistics(statistics: ModelStatistics | undefined, { t, language }: Words): readonly string[] {
  const { tokensPerSecond, firstTextMs } = statistics ?? {};
  const figure = (value: number): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  return [
    ...(tokensPerSecond === undefined ? [] : [t('{0} tokens/s', figure(tokensPerSecond))]),
    ...(firstTextMs === undefined ? [] : [t('first text after {0} s', figure(firstTextMs / 1000))]),
  ];
}

/** What a family usually takes is not said as if it were known. */
function describeWindow({ tokens, source }: ContextWindow, { t, language }: Words): string {
  const size = formatTokens(tokens, language);
  return source === 'family' ? t('about {0} context', size) : t('{0} context', size);
}

/** 128k stands for 128,000 and for 131,072 alike, as vendors write it. */
function formatTokens(tokens: number, language: string): string {
  const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000;
  const format = (value: number): string => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  if (tokens < thousand) {
    return format(tokens);
  }
  return tokens < thousand ** 2 ? `${format(tokens / thousand)}k` : `${format(tokens / thousand ** 2)}M`;
}
