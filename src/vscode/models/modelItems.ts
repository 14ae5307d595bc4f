// The entries of the model menu, and their words. Pure.
import type { QuickPickItem } from 'vscode';
import type { ContextWindow } from '../../api/contextWindow.ts';
import type { Model } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { ListProblem } from './modelCatalog.ts';

export interface ModelItem extends QuickPickItem {
  /** Undefined on the entry that reads the list again. */
  readonly modelId?: string;
}

export interface ModelMenu {
  readonly models: readonly Model[];
  readonly current: string;
  /** What stands in the input: any model id. */
  readonly typed: string;
  /** Why there is no list, as a sentence. */
  readonly problem: string | undefined;
  readonly contextWindowOf: (model: Model) => ContextWindow | undefined;
}

export interface Words {
  readonly t: Translate;
  /** Language tag, for figures. */
  readonly language: string;
}

/** The gateway's models, the current one even where it is not listed, what is typed, and what went wrong. */
export function modelItems(menu: ModelMenu, words: Words): readonly ModelItem[] {
  const { models, current, problem } = menu;
  const { t } = words;
  const isListed = (id: string): boolean => models.some((model) => model.id === id);
  const known = isListed(current) ? models : [{ id: current }, ...models];
  const typed = menu.typed.trim();
  return [
    ...known.map((model) => toItem(model, menu, words)),
    ...(typed === '' || typed === current || isListed(typed)
      ? []
      : [{ label: t('Use “{0}”', typed), modelId: typed, alwaysShow: true }]),
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

function toItem(model: Model, { current, contextWindowOf }: ModelMenu, words: Words): ModelItem {
  const window = contextWindowOf(model);
  const notes = [
    ...(model.id === current ? [words.t('current')] : []),
    ...(model.name === undefined ? [] : [model.name]),
  ];
  return {
    label: model.id,
    description: notes.join(' · '),
    ...(window === undefined ? {} : { detail: describeWindow(window, words) }),
    modelId: model.id,
  };
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
