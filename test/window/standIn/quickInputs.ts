// The input at the top of VS Code: a box for a text, or a list to choose from. One at a time, as in VS Code.
import type * as vscode from 'vscode';
import { EventEmitter, QuickPickItemKind } from './values.ts';

/** A list as people see it: filtered by what they typed, the first match active. */
export interface QuickInput {
  readonly kind: 'box' | 'list';
  title: string | undefined;
  value: string;
  /** Below a box, unless something is wrong with the text. */
  readonly prompt: string | undefined;
  /** Below a box: what is wrong with the text. */
  validationMessage: string | vscode.InputBoxValidationMessage | undefined;
  readonly labels: readonly string[];
  readonly buttons: readonly vscode.QuickInputButton[];
  isEnabled(): boolean;
  type(text: string): void;
  accept(): void;
  activate(label: string): void;
  press(tooltip: string): void;
  pressInRow(label: string, tooltip: string): void;
  /** What the buttons of a row say. */
  buttonsInRow(label: string): readonly (string | undefined)[];
  hide(): void;
}

type Item = vscode.QuickPickItem;

/** Labels without the icons in front of them, as they are read. */
function readable(label: string): string {
  return label.replace(/^(?:\$\([\w-]+\)\s*)+/, '');
}

export class QuickInputs {
  #shown: QuickInput | undefined;

  get shown(): QuickInput | undefined {
    return this.#shown;
  }

  readonly createInputBox = (): vscode.InputBox => {
    const box = new StandInInput(this.#setShown);
    return box as unknown as vscode.InputBox;
  };

  readonly createQuickPick = <T extends Item>(): vscode.QuickPick<T> => {
    const list = new StandInList(this.#setShown);
    return list as unknown as vscode.QuickPick<T>;
  };

  readonly showQuickPick = <T extends Item>(
    items: readonly T[],
    options: vscode.QuickPickOptions = {},
  ): Promise<T | undefined> => {
    const list = new StandInList(this.#setShown);
    list.title = options.title;
    list.items = items;
    return new Promise((resolve) => {
      list.onDidAccept(() => {
        resolve(list.activeItems[0] as T | undefined);
        list.hide();
      });
      list.onDidHide(() => resolve(undefined));
      list.show();
    });
  };

  readonly #setShown = (input: QuickInput, isShown: boolean): void => {
    if (isShown) {
      this.#shown?.hide();
      this.#shown = input;
    } else if (this.#shown === input) {
      this.#shown = undefined;
    }
  };
}

type SetShown = (input: QuickInput, isShown: boolean) => void;

/** What box and list have in common. */
class StandInInput implements QuickInput {
  readonly kind: QuickInput['kind'] = 'box';
  title: string | undefined;
  prompt: string | undefined;
  placeholder: string | undefined;
  password = false;
  busy = false;
  enabled = true;
  ignoreFocusOut = false;
  value = '';
  validationMessage: string | vscode.InputBoxValidationMessage | undefined;
  buttons: readonly vscode.QuickInputButton[] = [];
  readonly #setShown: SetShown;
  readonly #valueChanged = new EventEmitter<string>();
  readonly #accepted = new EventEmitter<undefined>();
  readonly #hidden = new EventEmitter<undefined>();
  readonly #triggered = new EventEmitter<vscode.QuickInputButton>();
  #isShown = false;

  readonly onDidChangeValue = this.#valueChanged.event;
  readonly onDidAccept = this.#accepted.event;
  readonly onDidHide = this.#hidden.event;
  readonly onDidTriggerButton = this.#triggered.event;

  constructor(setShown: SetShown) {
    this.#setShown = setShown;
  }

  get labels(): readonly string[] {
    return [];
  }

  isEnabled(): boolean {
    return this.enabled;
  }

  show(): void {
    this.#isShown = true;
    this.#setShown(this, true);
  }

  hide(): void {
    if (this.#isShown) {
      this.#isShown = false;
      this.#setShown(this, false);
      this.#hidden.fire(undefined);
    }
  }

  type(text: string): void {
    this.value = text;
    this.#valueChanged.fire(text);
  }

  accept(): void {
    this.#accepted.fire(undefined);
  }

  activate(label: string): void {
    throw new Error(`There is no “${label}” in a box for a text.`);
  }

  press(tooltip: string): void {
    const button = this.buttons.find((candidate) => candidate.tooltip === tooltip);
    if (!button) {
      throw new Error(`There is no button “${tooltip}”.`);
    }
    this.#triggered.fire(button);
  }

  pressInRow(label: string, tooltip: string): void {
    throw new Error(`There is no “${label}” with a button “${tooltip}” in a box for a text.`);
  }

  buttonsInRow(label: string): readonly (string | undefined)[] {
    throw new Error(`There is no “${label}” in a box for a text.`);
  }

  dispose(): void {
    this.hide();
  }
}

class StandInList extends StandInInput {
  override readonly kind = 'list';
  matchOnDescription = false;
  matchOnDetail = false;
  keepScrollPosition = false;
  canSelectMany = false;
  readonly #itemTriggered = new EventEmitter<{ item: Item; button: vscode.QuickInputButton }>();
  #items: readonly Item[] = [];
  #active: Item | undefined;

  readonly onDidTriggerItemButton = this.#itemTriggered.event;

  get items(): readonly Item[] {
    return this.#items;
  }

  set items(items: readonly Item[]) {
    this.#items = items;
    this.#active = undefined;
  }

  get activeItems(): readonly Item[] {
    const matching = this.#matching();
    const active = this.#active && matching.includes(this.#active) ? this.#active : matching[0];
    return active === undefined ? [] : [active];
  }

  set activeItems(items: readonly Item[]) {
    this.#active = items[0];
  }

  override get labels(): readonly string[] {
    return this.#matching().map(({ label }) => readable(label));
  }

  override activate(label: string): void {
    this.#active = this.#find(label);
  }

  override pressInRow(label: string, tooltip: string): void {
    const item = this.#find(label);
    const button = item.buttons?.find((candidate) => candidate.tooltip === tooltip);
    if (!button) {
      throw new Error(`“${label}” has no button “${tooltip}”.`);
    }
    this.#itemTriggered.fire({ item, button });
  }

  override buttonsInRow(label: string): readonly (string | undefined)[] {
    return (this.#find(label).buttons ?? []).map(({ tooltip }) => tooltip);
  }

  #find(label: string): Item {
    const item = this.#matching().find((candidate) => readable(candidate.label) === label);
    if (!item) {
      throw new Error(`There is no “${label}” in ${JSON.stringify(this.labels)}.`);
    }
    return item;
  }

  #matching(): readonly Item[] {
    const typed = this.value.toLowerCase();
    return this.#items.filter(
      ({ kind, label, description, alwaysShow }) =>
        (kind as number | undefined) !== QuickPickItemKind.Separator &&
        (alwaysShow === true ||
          label.toLowerCase().includes(typed) ||
          (this.matchOnDescription && description?.toLowerCase().includes(typed) === true)),
    );
  }
}
