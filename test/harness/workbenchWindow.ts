// One VS Code window in a browser page: what a person does there, as methods. Every method waits for its condition.
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { waitUntil } from '../support/waitUntil.ts';
import { QuickInput } from './quickInput.ts';

const extensionId = 'opencodex.opencodex';
const ownWebview = `iframe.webview[src*="extensionId=${extensionId}&"]`;
const readyWithinMs = 60_000;
const tooltipWithinMs = 3_000;

/** Which text of a window: the active editor, or one side of the active diff editor. */
export type EditorSide = 'active' | 'original' | 'modified';

/** The helpers in short are listed at the top of workbench.ts. */
export class WorkbenchWindow {
  readonly page: Page;
  readonly quickInput: QuickInput;
  /** The chat view's document. `getByRole` works in it. */
  readonly chat: FrameLocator;
  /** The same without the mark of a view, which VS Code leaves out when it is shown again; not beside a panel of ours. */
  readonly chatPanel: FrameLocator;
  /** The document of our webview panel in the editor area (the Spend page). */
  readonly panel: FrameLocator;
  readonly notifications: Locator;
  /** A modal message, as `showWarningMessage` with `modal: true` shows it. */
  readonly dialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.chat = page.frameLocator(`${ownWebview}[src*="purpose=webviewView"]`).frameLocator('iframe#active-frame');
    this.chatPanel = page.frameLocator(ownWebview).frameLocator('iframe#active-frame');
    this.panel = page
      .frameLocator(`${ownWebview}:not([src*="purpose=webviewView"])`)
      .frameLocator('iframe#active-frame');
    this.notifications = page.locator('.notifications-toasts .notification-list-item');
    this.dialog = page.locator('.monaco-dialog-box');
  }

  /** Opens the address and waits until the workbench is drawn, connected to its server, and knows its extensions. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.waitUntilReady();
  }

  async waitUntilReady(): Promise<void> {
    // The class names a theme, which an extension contributes, once all of them are registered.
    const themed = this.page.locator('.monaco-workbench[class*="vscode-theme-"] .part.statusbar');
    await themed.waitFor({ timeout: readyWithinMs });
    // Its label is "Opening Remote..." until the server has answered.
    const connected = this.page.locator('[id="status.host"]').filter({ hasNotText: 'Opening' });
    await connected.waitFor({ timeout: readyWithinMs });
  }

  /** Reloads the window as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Runs the command with exactly that title in the command palette, such as `OpenCodex: New Chat`. */
  async runCommand(title: string, isDone?: () => boolean): Promise<void> {
    await this.quickInput.choose(`>${title}`, title, () => this.page.keyboard.press('F1'), isDone);
  }

  /**
   * Opens a file of the folder, the cursor on the line (from 1) where one is given.
   * @param path relative to the opened folder, with `/`
   */
  async openFile(path: string, line?: number): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    // Chosen by the mouse: Enter takes what is active, which may be nothing while the list is still being made.
    await this.quickInput.choose(path, name, () => this.page.keyboard.press('ControlOrMeta+P'));
    await this.activeTab(name).waitFor();
    await this.editor().waitFor();
    if (line !== undefined) {
      await this.goToLine(line);
    }
  }

  /** The tab in front, once its label contains the text. */
  activeTab(label: string): Locator {
    return this.page.locator('.editor-group-container.active .tab.active').filter({ hasText: label });
  }

  /** Moves the cursor of the active text editor to the beginning of a line (from 1), the editor having focus. */
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

  /** The text editor in front, or one side of the diff editor in front. */
  editor(side: EditorSide = 'active'): Locator {
    const group = this.page.locator('.editor-group-container.active .editor-instance');
    return side === 'active'
      ? group.locator('.monaco-editor').last()
      : group.locator(`.monaco-diff-editor .editor.${side} .monaco-editor`);
  }

  /** The text of the lines in sight, without folded ones. Short files are in sight whole. */
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

  /** Waits until the text in sight satisfies the condition, and gives it. */
  async waitForEditorText(
    condition: (text: string) => boolean,
    side: EditorSide = 'active',
    timeoutMs = 30_000,
  ): Promise<string> {
    return await this.waitFor(() => this.editorText(side), condition, timeoutMs);
  }

  /** Shows our view in the side bar, whatever was there. */
  async showChat(): Promise<void> {
    // The icon in the activity bar would hide the view where a reload is just about to restore it.
    await this.runCommand('OpenCodex: Focus on Chat View');
    await this.chat.locator('body').waitFor();
  }

  /**
   * Changes the whole of settings.json through the editor for it, as a user does, and closes that again: this VS Code does not
   * see a change of that file by another program. Other windows know after their reload.
   * @param isSaved whether the file on disk has the new text
   */
  async replaceUserSettings(text: string, isSaved: () => Promise<boolean>): Promise<void> {
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const modal = this.page.locator('.monaco-modal-editor-block').filter({ hasText: 'settings.json' });
    await modal.locator('.view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+A');
    const formerClipboard = await this.page.evaluate(async (newText) => {
      const former = await navigator.clipboard.readText();
      await navigator.clipboard.writeText(newText);
      return former;
    }, text);
    await this.page.keyboard.press('ControlOrMeta+V');
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.waitFor(isSaved, Boolean);
    await this.page.evaluate((former) => navigator.clipboard.writeText(former), formerClipboard);
    await modal.getByRole('button', { name: 'Close' }).first().click();
    // The file may be on disk a moment before the editor knows, which asks then.
    const save = this.dialog.getByRole('button', { name: 'Save', exact: true });
    const isClosed = async (): Promise<boolean> => {
      if (await save.isVisible()) {
        await save.click();
      }
      return (await modal.count()) === 0;
    };
    await this.waitFor(isClosed, Boolean);
  }

  /** Our status bar item by the id that it was created with. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`[id="${extensionId}.${id}"]`);
  }

  /**
   * Lets the mouse rest on our status bar item until its tooltip has all the lines, then takes it away. VS Code closes a tooltip whose
   * item changes meanwhile; people point again then.
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

  /**
   * Reads again on every frame until the condition holds.
   * @throws Error with the last value after `timeoutMs`.
   */
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
