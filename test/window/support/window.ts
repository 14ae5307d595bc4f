// One window of ours: the extension's own code in this process, its panel in a page of a real browser, a real store on disk, and
// VS Code's part played by the stand-in. What a person does in it, as methods; each waits for its condition.
import { mkdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import titles from '../../../package.nls.json' with { type: 'json' };
import { activate } from '../../../src/extension.ts';
import type { ChatWindow } from '../../support/chat.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { editor, type ShownText, type StandInView } from '../standIn/editor.ts';
import { Uri } from '../standIn/values.ts';
import type { WebviewOptions } from '../standIn/webviews.ts';
import { copyAsKilled, databaseIn } from './killed.ts';
import { QuickInput } from './quickInput.ts';

type Settings = Readonly<Record<string, unknown>>;

export interface OurWindowOptions extends WebviewOptions {
  readonly browser: Browser;
  /** The built extension. */
  readonly extensionFolder: string;
  /** Holds what the extension stores. Its owner deletes it, and what is beside it. */
  readonly storageFolder: string;
  readonly settings?: Settings;
}

export interface ReloadOptions {
  /** False: the page has lost what it kept, as in a browser that died. */
  readonly keepsPageState?: boolean;
  /** The extension is not ended: what is on disk at this moment is all that is left of it. */
  readonly isKilled?: boolean;
  /** False: something else is in the side bar, and the panel's document is not made before it is shown. */
  readonly showsPanel?: boolean;
}

const chatViewId = 'opencodex.chat';
/** In front of a label: `$(name)`, or `$(name~animation)`. */
const iconPattern = /^\$\(([\w~-]+)\)\s*/;
const looksEveryMs = 5;

/** Titles of commands as the palette shows them, with their ids. */
const commandIds: ReadonlyMap<string, string> = new Map([
  ...manifest.contributes.commands.map(({ command, title }): [string, string] => {
    const text = Object.entries(titles).find(([key]) => `%${key}%` === title)?.[1] ?? title;
    return [`OpenCodex: ${text}`, command];
  }),
  ['OpenCodex: Focus on Chat View', `${chatViewId}.focus`],
]);

/** What VS Code keeps for an extension over a reload. */
class Memento {
  readonly #values = new Map<string, unknown>();
  readonly keys = (): readonly string[] => [...this.#values.keys()];
  readonly setKeysForSync = (): void => undefined;

  get(key: string, fallback?: unknown): unknown {
    return this.#values.get(key) ?? fallback;
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, structuredClone(value));
    return Promise.resolve();
  }
}

/** Its owner closes it. */
export class OurWindow implements ChatWindow {
  readonly quickInput = new QuickInput(() => editor.quickInputs.shown, this);
  readonly #options: OurWindowOptions;
  readonly #globalState = new Memento();
  readonly #workspaceState = new Memento();
  #storageFolder: string;
  #subscriptions: { dispose(): unknown }[] = [];
  #view: StandInView | undefined;
  /** What the panel's document kept before the last reload. */
  #pageState: string | undefined;

  private constructor(options: OurWindowOptions) {
    this.#options = options;
    this.#storageFolder = options.storageFolder;
  }

  /** Starts the extension and shows its panel. */
  static async open(options: OurWindowOptions): Promise<OurWindow> {
    const window = new OurWindow(options);
    await mkdir(options.storageFolder, { recursive: true });
    editor.configuration.change(options.settings ?? {});
    await window.#start();
    return window;
  }

  get page(): Page {
    return this.#shownView().webview.page;
  }

  get chatPanel(): Page {
    return this.page;
  }

  /** What went wrong in the panel's page, and what it asked for that it may not have. */
  get troubles(): readonly string[] {
    const { troubles, strayRequests } = this.#shownView().webview;
    return [...troubles, ...strayRequests];
  }

  /** Where all chats are. */
  get databaseFile(): string {
    return databaseIn(this.#storageFolder);
  }

  /** Runs the command with that title of the palette. Resolves once it has begun: it may wait for the user. */
  async runCommand(title: string): Promise<void> {
    const id = commandIds.get(title);
    if (id === undefined) {
      throw new Error(`There is no command “${title}”.`);
    }
    await this.#begin(id);
  }

  /** Those of VS Code's own commands that the extension has run. */
  get calledCommands(): readonly unknown[] {
    return editor.calledCommands.map(([id]) => id);
  }

  /** Changes the user's settings; undefined takes one back. */
  changeSettings(settings: Settings): void {
    editor.configuration.change(settings);
  }

  /** Hides the panel, as when something else is shown in the side bar, and shows it again. */
  async setPanelVisible(isVisible: boolean): Promise<void> {
    await (isVisible ? this.#showPanel() : this.#shownView().setVisible(false));
  }

  /** Ends the extension and its page and starts both anew. */
  async reload({ keepsPageState = true, isKilled = false, showsPanel = true }: ReloadOptions = {}): Promise<void> {
    const state = keepsPageState ? await this.#shownView().webview.readState() : undefined;
    if (isKilled) {
      const left = this.#storageFolder;
      this.#storageFolder = `${left}-killed`;
      await copyAsKilled(left, this.#storageFolder);
    }
    await this.#stop();
    this.#pageState = state;
    await this.#start(showsPanel);
  }

  /** The notification or question with that text; waits for it. */
  async notification(text: string | RegExp): Promise<void> {
    await this.#message(text);
  }

  notificationTexts(): readonly string[] {
    return editor.messages.open.map((message) => message.text);
  }

  /** Presses a button of the notification with that text. */
  async pressInNotification(text: string | RegExp, button: string): Promise<void> {
    const message = await this.#message(text);
    if (!message.buttons.includes(button)) {
      throw new Error(`“${message.text}” offers ${JSON.stringify(message.buttons)}, not “${button}”.`);
    }
    message.answer(button);
  }

  /** Waits for a modal question with that text, and answers it; Cancel is there without being offered. */
  async pressInDialog(text: string | RegExp, button: string): Promise<void> {
    const message = await this.#message(text);
    if (!message.isModal) {
      throw new Error(`“${message.text}” is no modal question.`);
    }
    message.answer(button === 'Cancel' ? undefined : button);
  }

  clearNotifications(): void {
    editor.messages.clear();
  }

  /** Chooses a file where one is asked for. */
  async answerFileDialog(path: string): Promise<void> {
    await this.waitFor(() => Promise.resolve(editor.isFileAsked), Boolean);
    editor.answerFileDialog(path);
  }

  /** What was opened in a browser, oldest first. */
  get openedAddresses(): readonly string[] {
    return editor.openedAddresses;
  }

  /** Waits until the text that the extension opened last in an editor satisfies the condition, and gives it. */
  async waitForShownText(condition: (text: string) => boolean): Promise<string> {
    return await this.waitFor(() => Promise.resolve(this.shownText?.content ?? ''), condition);
  }

  /** What the extension has copied last. */
  get clipboard(): string {
    return editor.clipboard;
  }

  /** What the extension has opened in an editor last. */
  get shownText(): ShownText | undefined {
    return editor.shownTexts.at(-1);
  }

  /** The text of a status-bar item, without its icon. */
  statusBarText(id: string): string {
    return (editor.statusBarItems.get(id)?.text ?? '').replace(iconPattern, '').trim();
  }

  /** The name of the icon in front of that text. */
  statusBarIcon(id: string): string | undefined {
    return iconPattern.exec(editor.statusBarItems.get(id)?.text ?? '')?.[1];
  }

  /** What screen readers say of a status-bar item. */
  statusBarLabel(id: string): string | undefined {
    return editor.statusBarItems.get(id)?.accessibilityInformation?.label;
  }

  /** Clicks a status-bar item. Resolves once its command has begun. */
  async clickStatusBarItem(id: string): Promise<void> {
    const { command } = editor.statusBarItems.get(id) ?? {};
    if (command === undefined) {
      throw new Error(`A click on the item ${id} does nothing.`);
    }
    await this.#begin(command);
  }

  /** How a status-bar item is coloured. */
  statusBarLevel(id: string): 'normal' | 'warning' | 'error' {
    const background = editor.statusBarItems.get(id)?.backgroundColor?.id ?? '';
    return background.includes('error') ? 'error' : background.includes('warning') ? 'warning' : 'normal';
  }

  /** Waits until the item's tooltip has all the lines. */
  async waitForTooltip(id: string, ...lines: readonly (string | RegExp)[]): Promise<void> {
    await this.waitFor(
      () => Promise.resolve(editor.tooltipOf(id)),
      (text) => lines.every((line) => (typeof line === 'string' ? text.includes(line) : line.test(text))),
    );
  }

  /** Looks again and again until the condition holds. @throws Error with the last value after `timeoutMs` */
  async waitFor<Value>(
    read: () => Promise<Value>,
    condition: (value: Value) => boolean,
    timeoutMs?: number,
  ): Promise<Value> {
    return await waitUntil(read, condition, () => setTimeout(looksEveryMs), timeoutMs);
  }

  async close(): Promise<void> {
    await this.#stop();
    editor.messages.clear();
  }

  async #begin(command: string): Promise<void> {
    void editor.executeCommand(command).catch((error: unknown) => {
      editor.logLines.push(String(error));
    });
    await Promise.resolve();
  }

  async #start(showsPanel = true): Promise<void> {
    const context = this.#createContext();
    this.#subscriptions = context.subscriptions;
    this.#subscriptions.push(editor.registerCommand(`${chatViewId}.focus`, () => this.#showPanel()));
    activate(context);
    if (showsPanel) {
      await this.#showPanel();
      await this.page.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
    }
  }

  /** Makes its document where there is none yet. */
  async #showPanel(): Promise<void> {
    if (!this.#view) {
      const { browser, ...webviewOptions } = this.#options;
      const pageState = this.#pageState;
      const kept = pageState === undefined ? {} : { pageState };
      this.#view = await editor.resolveView(chatViewId, browser, { ...webviewOptions, ...kept });
    } else if (!this.#view.visible) {
      await this.#view.setVisible(true);
    }
  }

  async #stop(): Promise<void> {
    const view = this.#view;
    this.#view = undefined;
    view?.dispose();
    for (const subscription of this.#subscriptions.splice(0).toReversed()) {
      await subscription.dispose();
    }
    await view?.webview.close();
  }

  #createContext(): vscode.ExtensionContext {
    const { extensionFolder } = this.#options;
    const context: Partial<vscode.ExtensionContext> = {
      subscriptions: [],
      extensionPath: extensionFolder,
      extensionUri: Uri.file(extensionFolder),
      globalStorageUri: Uri.file(this.#storageFolder),
      globalState: this.#globalState as vscode.ExtensionContext['globalState'],
      workspaceState: this.#workspaceState as vscode.Memento,
      secrets: {
        keys: () => Promise.resolve([...editor.secrets.keys()]),
        get: (name) => Promise.resolve(editor.secrets.get(name)),
        store: (name, value) => {
          editor.secrets.set(name, value);
          editor.secretsChanged.fire({ key: name });
          return Promise.resolve();
        },
        delete: (name) => {
          editor.secrets.delete(name);
          editor.secretsChanged.fire({ key: name });
          return Promise.resolve();
        },
        onDidChange: editor.secretsChanged.event as vscode.SecretStorage['onDidChange'],
      },
      extension: { packageJSON: manifest } as unknown as vscode.Extension<unknown>,
    };
    return context as vscode.ExtensionContext;
  }

  #shownView(): StandInView {
    if (!this.#view) {
      throw new Error('The window is closed.');
    }
    return this.#view;
  }

  async #message(text: string | RegExp) {
    const find = () =>
      editor.messages.open.findLast((message) =>
        typeof text === 'string' ? message.text.includes(text) : text.test(message.text),
      );
    const isThere = () => Promise.resolve(find() === undefined ? this.notificationTexts() : undefined);
    await this.waitFor(isThere, (others) => others === undefined);
    const message = find();
    if (!message) {
      throw new Error('The notification went away.');
    }
    return message;
  }
}
