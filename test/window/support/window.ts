// One window of ours: the extension's own code in this process, its panel in a page of a real browser, a real store on disk, and
// VS Code's part played by the stand-in. What a person does in it, as methods; each waits for its condition.
import { mkdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type * as vscode from 'vscode';
import { activate } from '../../../src/extension.ts';
import type { ChatWindow } from '../../support/chat.ts';
import { waitUntil } from '../../support/waitUntil.ts';
import { editor, type ShownText, type StandInView } from '../standIn/editor.ts';
import { StandInWebview, type WebviewOptions } from '../standIn/webviews.ts';
import { createExtensionContext, KeptState } from './extensionContext.ts';
import { chatViewId, commandIds } from './commandTitles.ts';
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

/** In front of a label: `$(name)`, or `$(name~animation)`. */
const iconPattern = /^\$\(([\w~-]+)\)\s*/;
const looksEveryMs = 5;

/** Its owner closes it. */
export class OurWindow implements ChatWindow {
  readonly quickInput = new QuickInput(() => editor.quickInputs.shown, this);
  readonly #options: OurWindowOptions;
  readonly #kept = new KeptState();
  #storageFolder: string;
  #subscriptions: { dispose(): unknown }[] = [];
  #view: StandInView<StandInWebview> | undefined;
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
    editor.isTrusted = true;
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

  /** Says, as a user does, whether the authors of what is open are trusted. VS Code starts anew where trust is taken away. */
  setTrusted(isTrusted: boolean): void {
    editor.isTrusted = isTrusted;
  }

  /** Opens the file in an editor and selects those lines, counted from 1. */
  openFile(path: string, firstLine?: number, lastLine?: number): vscode.TextEditor {
    return editor.documents.show(path, firstLine, lastLine);
  }

  /** Opens a text that is on no disk, or other than there, and selects all of it. */
  openText(address: string, text: string): vscode.TextEditor {
    return editor.documents.showText(address, text);
  }

  /** Calls a command with arguments, as a link, a key binding or another extension can. */
  async callCommand(id: string, ...values: readonly unknown[]): Promise<unknown> {
    return await editor.executeCommand(id, ...values);
  }

  /** Does what was offered by the lightbulb. */
  async runCodeAction(action: vscode.CodeAction | undefined): Promise<unknown> {
    const { command = '', arguments: passed = [] } = action?.command ?? {};
    return await editor.executeCommand(command, ...(passed as readonly unknown[]));
  }

  /** What the lightbulb offers on the editor's selection. */
  async codeActionsOn({ document, selection }: vscode.TextEditor): Promise<readonly vscode.CodeAction[]> {
    const context = { diagnostics: [], triggerKind: 1, only: undefined } as unknown as vscode.CodeActionContext;
    const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
    const offered = await editor.codeActions?.provideCodeActions(document, selection, context, token);
    return (offered ?? []) as readonly vscode.CodeAction[];
  }

  /** What the extension has told the panel, oldest first. */
  get posted(): readonly unknown[] {
    return this.#shownView().webview.posted;
  }

  /** Posts to the extension what the panel's page might post, whether or not it is in the protocol. */
  async postFromPage(message: unknown): Promise<void> {
    await this.page.evaluate((posted) => {
      const post = Reflect.get(globalThis, 'postToHost') as (value: unknown) => Promise<void>;
      return post(posted);
    }, message);
  }

  /** Changes the user's settings; undefined takes one back. */
  changeSettings(settings: Settings): void {
    editor.configuration.change(settings);
  }

  /** Changes what stands in the settings of the folder that is open. */
  changeWorkspaceSettings(name: string, settings: Settings): void {
    editor.workspaceName = name;
    editor.configuration.changeWorkspace(settings);
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
    const { extensionFolder } = this.#options;
    const context = createExtensionContext({ extensionFolder, storageFolder: this.#storageFolder }, this.#kept);
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
      const webview = await StandInWebview.open(browser, { ...webviewOptions, ...kept });
      this.#view = await editor.resolveView(chatViewId, webview);
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

  #shownView(): StandInView<StandInWebview> {
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
