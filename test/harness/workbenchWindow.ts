// One VS Code window in a browser page, with a method for each user action. Every method waits for its condition.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { waitUntil } from '../support/waitUntil.ts';
import { QuickInput } from './quickInput.ts';

const extensionId = 'opencodex.opencodex';
const ownWebview = `iframe.webview[src*="extensionId=${extensionId}&"]`;
const readyWithinMs = 60_000;
const tooltipWithinMs = 3_000;
const doneWithinMs = 3_000;
/** Of what was logged. */
const keptLines = 200;

/** Which text of a window is meant: the active editor, or one side of the active diff editor. */
export type EditorSide = 'active' | 'original' | 'modified';

/** A short overview of the methods is at the top of workbench.ts. */
export class WorkbenchWindow {
  readonly page: Page;
  readonly quickInput: QuickInput;
  /** The chat view's document, in which `getByRole` works. */
  readonly chat: FrameLocator;
  /**
   * The chat view's document, found without the mark of a view, which VS Code omits when it shows the view again. Do not use it while a
   * panel of ours is open.
   */
  readonly chatPanel: FrameLocator;
  /** The document of our webview panel in the editor area (the Spend page). */
  readonly panel: FrameLocator;
  readonly notifications: Locator;
  /** A modal message, as `showWarningMessage` with `modal: true` shows it. */
  readonly dialog: Locator;

  /** What VS Code and our pages have written to the console, the newest last. */
  readonly #logged: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      this.#logged.push(`${message.type()}: ${message.text()}`);
      this.#logged.splice(0, this.#logged.length - keptLines);
    });
    this.quickInput = new QuickInput(page);
    this.chat = page.frameLocator(`${ownWebview}[src*="purpose=webviewView"]`).frameLocator('iframe#active-frame');
    this.chatPanel = page.frameLocator(ownWebview).frameLocator('iframe#active-frame');
    this.panel = page
      .frameLocator(`${ownWebview}:not([src*="purpose=webviewView"])`)
      .frameLocator('iframe#active-frame');
    this.notifications = page.locator('.notifications-toasts .notification-list-item');
    this.dialog = page.locator('.monaco-dialog-box');
  }

  /** Opens the address and waits until the workbench is drawn, is connected to its server, and has registered its extensions. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.waitUntilReady();
  }

  async waitUntilReady(): Promise<void> {
    // A theme's class appears only when all extensions are registered, because themes are contributed by extensions.
    const themed = this.page.locator('.monaco-workbench[class*="vscode-theme-"] .part.statusbar');
    await themed.waitFor({ timeout: readyWithinMs });
    // The item's label is "Opening Remote..." until the server has answered.
    const connected = this.page.locator('[id="status.host"]').filter({ hasNotText: 'Opening' });
    await connected.waitFor({ timeout: readyWithinMs });
  }

  /** Reloads the window as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Runs the command with exactly this title from the command palette, such as `OpenCodex: New Chat`. */
  async runCommand(title: string, isDone?: () => boolean): Promise<void> {
    await this.quickInput.choose(`>${title}`, title, () => this.page.keyboard.press('F1'), isDone);
  }

  /** Opens a file of the folder, with the cursor on `line` (from 1) if it is given. @param path relative to the opened folder, with `/`. */
  async openFile(path: string, line?: number): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    // Clicks the row, because Enter takes the active one, and there may be none while the list is still being filled.
    await this.quickInput.choose(path, name, () => this.page.keyboard.press('ControlOrMeta+P'));
    await this.activeTab(name).waitFor();
    await this.editor().waitFor();
    if (line !== undefined) {
      await this.goToLine(line);
    }
  }

  /** The active tab, once its label contains the text. */
  activeTab(label: string): Locator {
    return this.page.locator('.editor-group-container.active .tab.active').filter({ hasText: label });
  }

  /** Moves the cursor of the active text editor to the start of a line (from 1). The editor must have the focus. */
  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput.answer(`:${line}`);
    await this.quickInput.widget.waitFor({ state: 'hidden' });
    await this.page.keyboard.press('Home');
  }

  /** Selects whole lines (from 1, both inclusive) of the active text editor. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goToLine(first);
    for (let line = first; line < last; line += 1) {
      await this.page.keyboard.press('Shift+ArrowDown');
    }
    await this.page.keyboard.press('Shift+End');
  }

  /** The active text editor, or one side of the active diff editor. */
  editor(side: EditorSide = 'active'): Locator {
    const group = this.page.locator('.editor-group-container.active .editor-instance');
    return side === 'active'
      ? group.locator('.monaco-editor').last()
      : group.locator(`.monaco-diff-editor .editor.${side} .monaco-editor`);
  }

  /** The text of the visible lines, without folded ones. Short files are visible as a whole. */
  async editorText(side: EditorSide = 'active'): Promise<string> {
    const lines = this.editor(side).locator('.view-lines > .view-line');
    await lines.first().waitFor();
    return await lines.evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent }))
        .toSorted((one, other) => one.top - other.top)
        .map((line) => line.text.replaceAll('\u00a0', ' '))
        .join('\n'),
    );
  }

  /** Waits until the visible text satisfies the condition, and returns it. */
  async waitForEditorText(
    condition: (text: string) => boolean,
    side: EditorSide = 'active',
    timeoutMs = 30_000,
  ): Promise<string> {
    return await this.waitFor(() => this.editorText(side), condition, timeoutMs);
  }

  /** Shows our view in the side bar, whatever is shown there now. */
  async showChat(): Promise<void> {
    // The icon in the activity bar would hide the view if a reload has just restored it.
    await this.runCommand('OpenCodex: Focus on Chat View');
    await this.chat.locator('body').waitFor();
  }

  /**
   * Replaces the content of settings.json through its editor, as a user does, and closes the editor: this VS Code does not notice when
   * another program changes the file. Other windows see the change after their reload.
   * @param isSaved whether the file on disk has the new text.
   */
  async replaceUserSettings(text: string, isSaved: () => Promise<boolean>): Promise<void> {
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const modal = this.page.locator('.monaco-modal-editor-block').filter({ hasText: 'settings.json' });
    await modal.locator('.view-lines').click();
    // Keys that come before the editor has the focus are lost.
    await modal.locator('.monaco-editor.focused').waitFor();
    await this.page.keyboard.press('ControlOrMeta+A');
    const formerClipboard = await this.page.evaluate(async (newText) => {
      const former = await navigator.clipboard.readText();
      await navigator.clipboard.writeText(newText);
      return former;
    }, text);
    await this.page.keyboard.press('ControlOrMeta+V');
    // What is pasted may come after the key that saves it.
    await this.#repeat(() => this.page.keyboard.press('ControlOrMeta+S'), isSaved);
    await this.page.evaluate((former) => navigator.clipboard.writeText(former), formerClipboard);
    const close = modal.getByRole('button', { name: 'Close' }).first();
    // The file may be on disk a moment before the editor knows it, and then VS Code asks whether to save.
    const save = this.dialog.getByRole('button', { name: 'Save', exact: true });
    const press = async (): Promise<void> => {
      const button = (await save.isVisible()) ? save : close;
      // It may have gone meanwhile.
      await button.click({ timeout: doneWithinMs }).catch(() => undefined);
    };
    await this.#repeat(press, async () => (await modal.count()) === 0);
  }

  /** Our status bar item with the id that it was created with. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`[id="${extensionId}.${id}"]`);
  }

  /**
   * Hovers over our status bar item until its tooltip contains all `lines`, then moves the mouse away. VS Code closes a tooltip whose item
   * changes meanwhile, so this hovers again, as people do.
   */
  async waitForTooltip(id: string, ...lines: readonly (string | RegExp)[]): Promise<void> {
    const hover = this.page.locator('.workbench-hover');
    const pointAtIt = async (): Promise<string> => {
      await this.page.mouse.move(640, 400);
      await hover.waitFor({ state: 'hidden' });
      await this.statusBarItem(id).hover();
      const text = await hover.innerText({ timeout: tooltipWithinMs }).catch(() => '');
      return text.replaceAll(/\s+/g, ' ');
    };
    await this.waitFor(pointAtIt, (text) =>
      lines.every((line) => (typeof line === 'string' ? text.includes(line) : line.test(text))),
    );
    await this.page.mouse.move(640, 400);
    await hover.waitFor({ state: 'hidden' });
  }

  /** The notification that contains the text. */
  notification(text: string | RegExp): Locator {
    return this.notifications.filter({ hasText: text });
  }

  async notificationTexts(): Promise<readonly string[]> {
    return await this.notifications.locator('.notification-list-item-message').allInnerTexts();
  }

  /** Presses a button of the notification that contains the text. */
  async pressInNotification(text: string | RegExp, button: string): Promise<void> {
    const notification = this.notification(text);
    await notification.hover();
    await notification.getByRole('button', { name: button, exact: true }).click();
  }

  async pressInDialog(button: string): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: 'hidden' });
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** What tells, beside a picture, why something is not in sight: the documents of the page with their texts, and what was logged. */
  async report(): Promise<string> {
    const frames = this.page.frames().map(async (frame) => {
      const text = await frame.locator('body').innerText({ timeout: tooltipWithinMs }).catch(String);
      return `${frame.url()}\n${text.slice(0, 500)}`;
    });
    return [...(await Promise.all(frames)), ...this.#logged].join('\n');
  }

  /** Does it again, as people do, where nothing has come of it for a while. */
  async #repeat(act: () => Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
    const once = async (): Promise<boolean> => {
      await act();
      return await this.waitFor(isDone, Boolean, doneWithinMs).catch(() => false);
    };
    await this.waitFor(once, Boolean);
  }

  /** Reads the value on every frame until the condition holds. @throws Error with the last value after `timeoutMs`. */
  async waitFor<Value>(
    read: () => Promise<Value>,
    condition: (value: Value) => boolean,
    timeoutMs?: number,
  ): Promise<Value> {
    const nextFrame = (): Promise<unknown> =>
      this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    return await waitUntil(read, condition, nextFrame, timeoutMs);
  }
}
