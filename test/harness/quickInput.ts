// VS Code's quick input: the box at the top of the window that asks for a text or a choice.
import type { Locator, Page } from 'playwright-core';

/** A row that is in the list appears in the page within this time after the text was typed. */
const listsWithinMs = 2_000;
const longestSearchMs = 30_000;

/** Opened by the command palette, quick open, `showQuickPick` and `showInputBox`. */
export class QuickInput {
  readonly widget: Locator;
  readonly box: Locator;
  readonly rows: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget');
    this.box = this.widget.locator('.quick-input-box input');
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** The title line; it exists only if the extension set a title. */
  get title(): Locator {
    return this.widget.locator('.quick-input-title');
  }

  /** The line under an input box: the prompt, or the validation message. */
  get message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  /** Waits until the quick input is open, and has this title if one is given. */
  async waitFor(title?: string): Promise<void> {
    await this.box.waitFor();
    if (title !== undefined) {
      await this.title.filter({ hasText: title }).waitFor();
    }
  }

  /** Replaces the text of the box. */
  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /**
   * Opens the quick input by `open`, types until the row with this label appears, and clicks it. Several attempts are needed: the command
   * palette does not update its list when an extension contributes a command a moment after the text was typed, and the quick input closes
   * when an editor or view that was requested earlier takes the focus. A click that happened may still be reported as timed out, and must
   * not be repeated.
   * @param isDone whether the chosen action has happened, for an action that makes the page reload.
   */
  async choose(text: string, label: string, open: () => Promise<void>, isDone = (): boolean => false): Promise<void> {
    const end = performance.now() + longestSearchMs;
    while (!isDone()) {
      const attempt = String(performance.now());
      try {
        // Another quick input may still be open and would take the text.
        if (await this.box.isVisible()) {
          await this.cancel();
        }
        await open();
        await this.box.waitFor({ timeout: listsWithinMs });
        await this.box.fill(text.startsWith('>') ? '>' : '', { timeout: listsWithinMs });
        await this.box.fill(text, { timeout: listsWithinMs });
        await this.#watchClicks(attempt);
        await this.row(label).click({ timeout: listsWithinMs });
        return;
      } catch (error) {
        if (await this.#wasClicked(attempt)) {
          return;
        }
        if (performance.now() > end && !isDone()) {
          throw error;
        }
      }
    }
  }

  /** Makes the widget record a click during this attempt, since only the page itself knows for certain whether it was clicked. */
  async #watchClicks(attempt: string): Promise<void> {
    await this.widget.evaluate((widget, name) => {
      widget.addEventListener('click', () => widget.setAttribute('data-clicked', name), { capture: true, once: true });
    }, attempt);
  }

  /** Whether the widget was clicked during this attempt; false if the page is gone. */
  async #wasClicked(attempt: string): Promise<boolean> {
    const clicked = this.#page.locator(`.quick-input-widget[data-clicked="${attempt}"]`);
    return (await clicked.count().catch(() => 0)) > 0;
  }

  /** Presses Enter in the box. */
  async accept(): Promise<void> {
    await this.box.press('Enter');
  }

  /** Types an answer and accepts it. */
  async answer(text: string): Promise<void> {
    await this.waitFor();
    await this.type(text);
    await this.accept();
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** The row with exactly this label. Only visible rows are in the page: if the list is long, type first. */
  row(label: string): Locator {
    return this.rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) }).first();
  }

  /** Waits for the row with exactly this label and clicks it. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** The visible rows as a screen reader reads them: label, description and detail. */
  async items(): Promise<readonly string[]> {
    await this.rows.first().waitFor();
    const labels = await this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.trim());
  }
}
