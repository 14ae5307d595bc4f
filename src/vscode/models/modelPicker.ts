// The quick pick of models: the gateway's list with what is known of each, and any id that is typed.
import * as vscode from 'vscode';
import type { Translate } from '../../shared/translate.ts';
import type { Failures } from '../../words/failures.ts';
import type { Localization } from '../host/localization.ts';
import type { FavouriteModels } from '../../models/favouriteModels.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { ModelFacts } from '../../shared/modelFacts.ts';
import { knownItems, otherItems, problemSentence, type ModelItem } from './modelItems.ts';
import { modelOrders, type ModelOrder } from '../../models/modelOrder.ts';

interface Services {
  readonly catalog: ModelCatalog;
  readonly localization: Localization;
  readonly errors: Failures;
  readonly facts: ModelFacts;
  readonly favourites: FavouriteModels;
}

interface OrderButton extends vscode.QuickInputButton {
  /** The order of the list once the button is pressed. */
  readonly order: ModelOrder;
}

const orderIcons: Readonly<Record<(typeof modelOrders)[number], string>> = {
  name: 'case-sensitive',
  price: 'credit-card',
  speed: 'dashboard',
  context: 'layers',
};

/** The question where the user chooses a model for a certain answer, not the model of the window. */
export interface ModelQuestion {
  readonly title: string;
  /** Tokens of the prompt that is to be answered: each model shows what its answer may cost. */
  readonly promptTokens: number;
}

/** Resolves to the chosen model's id, or undefined when the user closed the list. */
export function pickModel(services: Services, current: string, question?: ModelQuestion): Promise<string | undefined> {
  return new ModelPick(services, current, question).run();
}

class ModelPick {
  readonly #services: Services;
  readonly #current: string;
  readonly #question: ModelQuestion | undefined;
  readonly #pick = vscode.window.createQuickPick<ModelItem>();
  #orderButtons: readonly OrderButton[] = [];
  /** The items that do not depend on the typed text. */
  #known: readonly ModelItem[] = [];

  constructor(services: Services, current: string, question: ModelQuestion | undefined) {
    this.#question = question;
    this.#services = services;
    this.#current = current;
  }

  run(): Promise<string | undefined> {
    const { catalog, facts, localization } = this.#services;
    const pick = this.#pick;
    pick.title = this.#question?.title ?? localization.t('Select Model');
    pick.placeholder = localization.t('Choose a model, or type a model id');
    pick.matchOnDescription = true;
    const subscriptions = [
      catalog.onDidChange(() => this.#updateInPlace()),
      facts.onDidChange(() => this.#updateInPlace()),
      pick.onDidChangeValue(() => this.#show()),
      pick.onDidTriggerButton((button) => void this.#reorder(button)),
      pick.onDidTriggerItemButton(({ item }) => void this.#toggleFavourite(item)),
    ];
    return new Promise((resolve) => {
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        // An item without a model is a note about the list: choosing it reads the list again.
        if (item !== undefined && item.modelId === undefined) {
          void this.#load();
          return;
        }
        resolve(item?.modelId);
        pick.hide();
      });
      pick.onDidHide(() => {
        vscode.Disposable.from(...subscriptions, pick).dispose();
        resolve(undefined);
      });
      this.#showOrder();
      this.#update();
      pick.show();
      void this.#load();
    });
  }

  async #load(): Promise<void> {
    this.#pick.busy = true;
    await Promise.all([this.#services.catalog.load(), this.#services.facts.load()]);
    this.#pick.busy = false;
    this.#updateInPlace();
  }

  async #reorder(button: vscode.QuickInputButton): Promise<void> {
    const pressed = this.#orderButtons.find((candidate) => candidate === button);
    if (pressed !== undefined) {
      await this.#services.favourites.setOrder(pressed.order);
      this.#showOrder();
      this.#update();
    }
  }

  async #toggleFavourite({ modelId }: ModelItem): Promise<void> {
    if (modelId !== undefined) {
      await this.#services.favourites.toggle(modelId);
      this.#updateInPlace();
    }
  }

  /** Updates the list, and keeps its scroll position and the active item. */
  #updateInPlace(): void {
    const pick = this.#pick;
    const activeId = pick.activeItems[0]?.modelId;
    pick.keepScrollPosition = true;
    this.#update();
    pick.keepScrollPosition = false;
    const active = pick.items.find(({ modelId }) => modelId !== undefined && modelId === activeId);
    if (active !== undefined) {
      pick.activeItems = [active];
    }
  }

  /** Builds all items again. */
  #update(): void {
    const { catalog, localization, facts, favourites } = this.#services;
    const { t } = localization;
    const items = knownItems(
      {
        models: catalog.models,
        current: this.#current,
        contextWindowOf: (model) => catalog.contextWindowOf(model),
        facts,
        promptTokens: this.#question?.promptTokens,
        favourites: favourites.ids,
        order: favourites.order,
      },
      localization,
    );
    this.#known = items.map((item) => dress(item, t));
    this.#show();
  }

  /** Shows the items for the typed text. */
  #show(): void {
    const { catalog, localization, errors, favourites } = this.#services;
    const { t } = localization;
    const { models, problem } = catalog;
    const items = otherItems(
      {
        models,
        current: this.#current,
        favourites: favourites.ids,
        typed: this.#pick.value,
        problem: problem && problemSentence(problem, localization, errors),
      },
      localization,
    );
    this.#pick.items = [...this.#known, ...items.map((item) => dress(item, t))];
  }

  /** Shows the buttons of the orders. That of the current order is a tick, and leads back to the gateway's order. */
  #showOrder(): void {
    const { favourites, localization } = this.#services;
    const { t } = localization;
    const tooltips = {
      name: t('Sort by name'),
      price: t('Sort by price'),
      speed: t('Sort by speed'),
      context: t('Sort by context size'),
    };
    const current = favourites.order;
    this.#orderButtons = modelOrders.map((order) =>
      order === current
        ? { order: 'listed', iconPath: new vscode.ThemeIcon('check'), tooltip: t('{0} (on)', tooltips[order]) }
        : { order, iconPath: new vscode.ThemeIcon(orderIcons[order]), tooltip: tooltips[order] },
    );
    this.#pick.buttons = this.#orderButtons;
  }
}

/** Adds the parts that only VS Code knows: the separator of a heading, the star button of a model. */
function dress(item: ModelItem, t: Translate): ModelItem {
  if (item.isHeading === true) {
    return { ...item, kind: vscode.QuickPickItemKind.Separator };
  }
  if (item.isFavourite === undefined) {
    return item;
  }
  const button = item.isFavourite
    ? { iconPath: new vscode.ThemeIcon('star-full'), tooltip: t('Remove from favorites') }
    : { iconPath: new vscode.ThemeIcon('star-empty'), tooltip: t('Add to favorites') };
  return { ...item, buttons: [button] };
}
