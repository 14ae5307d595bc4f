// The entries of the model menu, and their words. Pure.
import type { QuickPickItem } from 'vscode';
import type { ContextWindow } from '../../api/contextWindow.ts';
import { limits } from '../../shared/limits.ts';
import { microsFormat } from '../../shared/money.ts';
import type { ModelStatistics } from '../../credits/modelStatistics.ts';
import type { LearnedPrice } from '../../credits/priceLearning.ts';
import type { Model } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ErrorMessages } from '../../words/errorMessages.ts';
import type { ListProblem } from './modelCatalog.ts';
import type { ModelFacts } from './modelFacts.ts';
import { orderModels, type ModelOrder } from './modelOrder.ts';

export interface ModelItem extends QuickPickItem {
  /** Undefined on separators and on what is said about the list, which is read again if that is chosen. */
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

type Menu = Omit<ModelMenu, 'typed' | 'problem'>;

export interface Words {
  readonly t: Translate;
  /** Language tag, for figures. */
  readonly language: string;
}

/** Favourites, the gateway's models, the current one even where it is not listed, what is typed, and what went wrong. */
export function modelItems(menu: ModelMenu, words: Words): readonly ModelItem[] {
  return [...knownItems(menu, words), ...otherItems(menu, words)];
}

/** What does not depend on what is typed: made once for many keys. */
export function knownItems(menu: Menu, { t, language }: Words): readonly ModelItem[] {
  const words = { t, language, figures: new Figures(language) };
  const known = knownModels(menu);
  const favourites = new Set(menu.favourites);
  const starred = itemsOf(
    known.filter(({ id }) => favourites.has(id)),
    menu,
    words,
  );
  const others = itemsOf(
    known.filter(({ id }) => !favourites.has(id)),
    menu,
    words,
  );
  return starred.length === 0
    ? others
    : [
        { label: t('Favorites'), isHeading: true },
        ...starred,
        { label: t('Other models'), isHeading: true },
        ...others,
      ];
}

/** What is typed, and what there is to say about the list. */
export function otherItems(
  menu: Pick<ModelMenu, 'models' | 'current' | 'favourites' | 'typed' | 'problem'>,
  { t, language }: Words,
): readonly ModelItem[] {
  const { models, problem } = menu;
  const typed = menu.typed.trim();
  const isKnown = typed === '' || knownModels(menu).some(({ id }) => id === typed);
  return [
    ...(isKnown ? [] : [{ label: t('Use “{0}”', typed), modelId: typed, alwaysShow: true }]),
    ...(models.length < limits.modelList.models
      ? []
      : [
          {
            label: `$(info) ${t('At most {0} models are listed. Type the id of any other.', count(models, language))}`,
            alwaysShow: true,
          },
        ]),
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

function count(models: readonly Model[], language: string): string {
  return new Intl.NumberFormat(language).format(models.length);
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
function knownModels({
  models,
  current,
  favourites,
}: Pick<ModelMenu, 'models' | 'current' | 'favourites'>): readonly Model[] {
  const listed = new Set(models.map(({ id }) => id));
  const unlisted = new Set([current, ...favourites].filter((id) => !listed.has(id)));
  return [...[...unlisted].map((id) => ({ id })), ...models];
}

/** Formatters are costly to make: one of each for a whole menu. */
class Figures {
  readonly credits: (micros: number) => string;
  readonly #whole: Intl.NumberFormat;
  readonly #short: Intl.NumberFormat;

  constructor(language: string) {
    this.credits = microsFormat(language);
    this.#whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    this.#short = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  }

  /** With one decimal at most. */
  short(value: number): string {
    return this.#short.format(value);
  }

  /** With a decimal only where it is small. */
  figure(value: number): string {
    return value < 10 ? this.#short.format(value) : this.#whole.format(value);
  }
}

interface MenuWords extends Words {
  readonly figures: Figures;
}

function itemsOf(models: readonly Model[], menu: Menu, words: MenuWords): readonly ModelItem[] {
  const { facts, contextWindowOf, order } = menu;
  const ordered = orderModels(models, order, { facts, contextWindowOf, language: words.language });
  return ordered.map((model) => toItem(model, menu, words));
}

function toItem(model: Model, menu: Menu, words: MenuWords): ModelItem {
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
function describeEstimate({ id }: Model, { facts, promptTokens }: Menu, { t, figures }: MenuWords): readonly string[] {
  const completionTokens = facts.typicalOutputOf(id);
  const price = facts.priceOf(id);
  if (promptTokens === undefined || completionTokens === undefined || price === undefined) {
    return [];
  }
  const { micros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens });
  return [t('about {0} credits', figures.credits(micros))];
}

/** In credits for a thousand tokens. Without the sign for "about" only where both prices are known exactly. */
function describePrice({ input, output, isExact }: LearnedPrice, { t, figures }: MenuWords): string {
  const amount = (microsPerToken: number): string => figures.credits(1000 * microsPerToken);
  const isSplit = input.isIdentified && output.isIdentified;
  if (isExact && isSplit && input.microsPerToken === 0 && output.microsPerToken === 0) {
    return t('free so far');
  }
  const about = isExact && isSplit ? '' : '≈';
  return isSplit
    ? `${about}${t('{0} in · {1} out per 1k tokens', amount(input.microsPerToken), amount(output.microsPerToken))}`
    : `${about}${t('{0} per 1k tokens', amount((input.microsPerToken + output.microsPerToken) / 2))}`;
}

function describeStatistics(statistics: ModelStatistics | undefined, { t, figures }: MenuWords): readonly string[] {
  const { tokensPerSecond, firstTextMs } = statistics ?? {};
  return [
    ...(tokensPerSecond === undefined ? [] : [t('{0} tokens/s', figures.figure(tokensPerSecond))]),
    ...(firstTextMs === undefined ? [] : [t('first text after {0} s', figures.figure(firstTextMs / 1000))]),
  ];
}

/** What a family usually takes is not said as if it were known. */
function describeWindow({ tokens, source }: ContextWindow, { t, figures }: MenuWords): string {
  const size = formatTokens(tokens, figures);
  return source === 'family' ? t('about {0} context', size) : t('{0} context', size);
}

/** 128k stands for 128,000 and for 131,072 alike, as vendors write it. */
function formatTokens(tokens: number, figures: Figures): string {
  const thousand = tokens % 1000 !== 0 && tokens % 1024 === 0 ? 1024 : 1000;
  if (tokens < thousand) {
    return figures.short(tokens);
  }
  return tokens < thousand ** 2 ? `${figures.short(tokens / thousand)}k` : `${figures.short(tokens / thousand ** 2)}M`;
}
