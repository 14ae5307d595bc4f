// The quick pick of models: the gateway's list, and any id that is typed.
import * as vscode from 'vscode';
import type { Model } from '../../shared/gateway.ts';
import type { Translate } from '../../shared/translate.ts';
import type { ModelCatalog } from './modelCatalog.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly modelId: string;
}

/** Resolves to the chosen model's id, or undefined when the user closed the list. */
export function pickModel(catalog: ModelCatalog, current: string, t: Translate): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = t('Select Model');
  pick.placeholder = t('Choose a model, or type a model id');
  pick.matchOnDescription = true;
  const update = (): void => {
    pick.items = itemsFor(catalog.models, current, pick.value.trim(), t);
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue(update);
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.modelId);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    update();
    pick.busy = true;
    pick.show();
    void catalog.load().then(() => {
      pick.busy = false;
      update();
    });
  });
}

function itemsFor(models: readonly Model[], current: string, typed: string, t: Translate): ModelItem[] {
  const listed = models.map((model) => toItem(model, current, t));
  const known = models.some(({ id }) => id === current) ? listed : [toItem({ id: current }, current, t), ...listed];
  if (typed === '' || known.some(({ modelId }) => modelId === typed)) {
    return known;
  }
  return [...known, { label: t('Use “{0}”', typed), modelId: typed, alwaysShow: true }];
}

function toItem(model: Model, current: string, t: Translate): ModelItem {
  const size = model.contextWindow === undefined ? [] : [t('{0} tokens', model.contextWindow.toLocaleString())];
  const name = model.name === undefined || model.name === model.id ? [] : [model.name];
  return {
    label: model.id,
    description: [...(model.id === current ? [t('current')] : []), ...name, ...size].join(' · '),
    modelId: model.id,
  };
}
