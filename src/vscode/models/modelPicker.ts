// The quick pick of models: the gateway's list, and any id that is typed.
import * as vscode from 'vscode';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { Localization } from '../host/localization.ts';
import type { ModelCatalog } from './modelCatalog.ts';
import { modelItems, problemSentence, type ModelItem } from './modelItems.ts';

interface Services {
  readonly catalog: ModelCatalog;
  readonly localization: Localization;
  readonly errors: ErrorMessages;
}

/** Resolves to the chosen model's id, or undefined when the user closed the list. */
export function pickModel(services: Services, current: string): Promise<string | undefined> {
  const { catalog, localization, errors } = services;
  const { t, language } = localization;
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = t('Select Model');
  pick.placeholder = t('Choose a model, or type a model id');
  pick.matchOnDescription = true;
  const update = (): void => {
    const { models } = catalog;
    const problem = catalog.problem && problemSentence(catalog.problem, t, errors);
    const menu = { models, current, typed: pick.value, problem };
    pick.items = modelItems({ ...menu, contextWindowOf: (model) => catalog.contextWindowOf(model) }, { t, language });
  };
  const load = async (): Promise<void> => {
    pick.busy = true;
    await catalog.load();
    pick.busy = false;
    update();
  };
  const subscription = catalog.onDidChange(update);
  return new Promise((resolve) => {
    pick.onDidChangeValue(update);
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined && item.modelId === undefined) {
        void load();
        return;
      }
      resolve(item?.modelId);
      pick.hide();
    });
    pick.onDidHide(() => {
      subscription.dispose();
      pick.dispose();
      resolve(undefined);
    });
    update();
    pick.show();
    void load();
  });
}
