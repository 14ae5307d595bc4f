// Builds the items of the model menu.
import type { QuickPickItem } from 'vscode';
import type { ContextWindow } from '../../models/contextWindow.ts';
import type { ListProblem } from '../../models/modelCatalog.ts';
import { groupModels, knownModels, type ListedModels } from '../../models/modelGroups.ts';
import type { ModelOrder } from '../../models/modelOrder.ts';
import type { Model } from '../../shared/gateway.ts';
import { limits } from '../../shared/limits.ts';
import type { ModelFacts } from '../../shared/modelFacts.ts';
import type { Failures } from '../../words/failures.ts';
import { failureText } from '../../words/failureText.ts';
import { obstacleText } from '../../words/connectionText.ts';
import { describeModel } from '../../words/modelText.ts';
import type { Words } from '../../words/numbers.ts';

export interface ModelItem extends QuickPickItem {
  /** Undefined on headings, and on notes about the list: choosing such a note reads the list again. */
  readonly modelId?: string;
  /** Whether the model is starred; undefined on items that cannot be. */
  readonly isFavourite?: boolean;
  /** True on a heading between groups, which cannot be chosen. */
  readonly isHeading?: boolean;
}

interface Menu extends ListedModels {
  readonly contextWindowOf: (model: Model) => ContextWindow | undefined;
  readonly facts: Pick<ModelFacts, 'priceOf' | 'statisticsOf' | 'typicalOutputOf'>;
  /** Tokens of the prompt that is to be answered, where there is one. */
  readonly promptTokens: number | undefined;
  readonly order: ModelOrder;
}

export interface ModelMenu extends Menu {
  /** The text in the input, which may be any model id. */
  readonly typed: string;
  /** Why there is no list, as a sentence. */
  readonly problem: string | undefined;
}

interface MenuWords extends Words {
  /** Language tag, for the order of names. */
  readonly language: string;
}

/** All items: favourites, the gateway's models, the current model even where it is not listed, the typed id, and notes about the list. */
export function modelItems(menu: ModelMenu, words: MenuWords): readonly ModelItem[] {
  return [...knownItems(menu, words), ...otherItems(menu, words)];
}

/** The items that do not depend on the typed text, so they need not be built again for each key. */
export function knownItems(menu: Menu, words: MenuWords): readonly ModelItem[] {
  const { t, language } = words;
  const { starred, others } = groupModels(menu, menu.order, { ...menu, language });
  const toItems = (models: readonly Model[]): readonly ModelItem[] => models.map((model) => toItem(model, menu, words));
  return starred.length === 0
    ? toItems(others)
    : [
        { label: t('Favorites'), isHeading: true },
        ...toItems(starred),
        { label: t('Other models'), isHeading: true },
        ...toItems(others),
      ];
}

/** The item for the typed id, and the notes about the list. */
export function otherItems(
  menu: ListedModels & Pick<ModelMenu, 'typed' | 'problem'>,
  { t, numbers }: Words,
): readonly ModelItem[] {
  const { models, problem } = menu;
  const typed = menu.typed.trim();
  const isKnown = typed === '' || knownModels(menu).some(({ id }) => id === typed);
  const count = numbers.whole(models.length);
  return [
    ...(isKnown ? [] : [{ label: t('Use “{0}”', typed), modelId: typed, alwaysShow: true }]),
    ...(models.length < limits.modelList.models
      ? []
      : [
          {
            label: `$(info) ${t('At most {0} models are listed. Type the id of any other.', count)}`,
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

export function problemSentence(problem: ListProblem, words: Words, errors: Failures): string {
  return problem.kind === 'failure'
    ? failureText(errors.describeFailure(problem.error), words).text
    : obstacleText(problem, words.t);
}

function toItem(model: Model, menu: Menu, words: Words): ModelItem {
  const { t } = words;
  const { current, contextWindowOf, facts, favourites, promptTokens } = menu;
  const { id, name } = model;
  const detail = describeModel(
    {
      price: facts.priceOf(id),
      statistics: facts.statisticsOf(id),
      window: contextWindowOf(model),
      typicalOutput: facts.typicalOutputOf(id),
      promptTokens,
    },
    words,
  );
  const notes = [...(id === current ? [t('current')] : []), ...(name === undefined ? [] : [name])];
  return {
    label: id,
    description: notes.join(' · '),
    ...(detail === '' ? {} : { detail }),
    modelId: id,
    isFavourite: favourites.includes(id),
  };
}
