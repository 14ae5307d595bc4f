// VS Code's quick input: the box at the top that asks for a text or a choice.
import type { Locator, Page } from 'playwright-core';

/** What is in the list is in the page this soon after it was typed. */
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

  /** The title line, where the extension gave one. */
  get title(): Locator {
    return this.widget.locator('.quick-input-title');
  }

  /** The line under an input box: the prompt, or what is wrong with the text. */
  get message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  /** Waits until it asks, and for that title where one is given. */
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
   * Opens by `open`, types until the row with that label is there, and chooses it. The command palette does not list by itself what an
   * extension contributes a moment after the text was typed; and it goes when an editor or a view that was asked for before it takes the
   * focus, be that before it was typed in, or before the row was chosen.
   * A click that was made may not be told to have succeeded in time, and must not be made again.
   * @param isDone whether what was chosen has happened, where that takes the page away
   */
  async choose(text: string, label: string, open: () => Promise<void>, isDone = (): boolean => false): Promise<void> {
    const end = performance.now() + longestSearchMs;
    while (!isDone()) {
      const attempt = String(performance.now());
      try {
        // Another question may still be there, and would take what is typed.
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

  /** Has the widget note whether it is clicked on in this attempt, which only the page itself knows for certain. */
  async #watchClicks(attempt: string): Promise<void> {
    await this.widget.evaluate((widget, name) => {
      widget.addEventListener('click', () => widget.setAttribute('data-clicked', name), { capture: true, once: true });
    }, attempt);
  }

  /** False, too, where the page has gone. */
  async #wasClicked(attempt: string): Promise<boolean> {
    const clicked = this.#page.locator(`.quick-input-widget[data-clicked="${attempt}"]`);
    return (await clicked.count().catch(() => 0)) > 0;
  }

  /** Presses Enter in the box. */
  async accept(): Promise<void> {
    await this.box.press('Enter');
  }

  /** Types an answer, accepts it, and waits until that question has gone. */
  async answer(text: string): Promise<void> {
    await this.waitFor();
    await this.type(text);
    await this.accept();
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** The row with exactly that label. Only rows in sight are in the page: type first where the list is long. */
  row(label: string): Locator {
    return this.rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) }).first();
  }

  /** Waits for the row with exactly that label and chooses it. */
  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** What the rows in sight say: label, description and detail as read to a screen reader. */
  async items(): Promise<readonly string[]> {
    await this.rows.first().waitFor();
    const labels = await this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
    return labels.map((label) => label.trim());
  }
}
