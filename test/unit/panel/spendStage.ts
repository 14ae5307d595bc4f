// The Spend page's bundle in a plain Chromium page, with the test as its host.
import type { Browser, Locator } from 'playwright-core';
import type { LedgerEntry } from '../../../src/shared/credits.ts';
import type { SpendPageMessage } from '../../../src/protocol/spend.ts';
import { PanelPage, type PageSource, type PanelOptions } from './panelPage.ts';

export class SpendStage {
  readonly panel: PanelPage;

  private constructor(panel: PanelPage) {
    this.panel = panel;
  }

  /** Opens the page as it is before the host has said anything. */
  static async open(browser: Browser, source: PageSource, options: PanelOptions = {}): Promise<SpendStage> {
    const stage = new SpendStage(
      await PanelPage.open(browser, source, { size: { width: 1200, height: 900 }, ...options }),
    );
    await stage.panel.page.getByRole('heading', { level: 1 }).waitFor();
    return stage;
  }

  get rows(): Locator {
    return this.panel.page.locator('.spend-row');
  }

  get grid(): Locator {
    return this.panel.page.getByRole('grid', { name: 'Requests', exact: true });
  }

  bars(): Locator {
    return this.panel.page.getByRole('group', { name: /^Credits by/ }).getByRole('img');
  }

  /** The texts of one column, of the rows that are drawn. */
  column(id: string): Promise<string[]> {
    return this.panel.page.locator(`.spend-row .spend-${id}`).allTextContents();
  }

  /** Answers the newest request for the ledger. */
  async list(entries: readonly LedgerEntry[]): Promise<void> {
    await this.prepare(entries);
    await this.deliver();
  }

  /** Lays the answer ready in the page. As text: playwright takes seconds for so many objects. */
  async prepare(entries: readonly LedgerEntry[]): Promise<void> {
    const text = JSON.stringify({ type: 'ledger-listed', since: await this.since(), entries });
    await this.panel.page.evaluate((json) => Reflect.set(globalThis, 'listing', JSON.parse(json)), text);
  }

  /** Hands over what was laid ready, and waits until it is on the screen. */
  async deliver(): Promise<void> {
    await this.panel.page.evaluate(() => {
      dispatchEvent(new MessageEvent('message', { data: Reflect.get(globalThis, 'listing') as unknown }));
    });
    await this.panel.settle();
  }

  async change(entries: readonly LedgerEntry[]): Promise<void> {
    await this.panel.send({ type: 'ledger-changed', since: await this.since(), entries });
    await this.panel.settle();
  }

  /** From when on the page wants requests. */
  async since(): Promise<number> {
    return (await this.posts()).findLast((post) => post.type !== 'export-requested')?.since ?? Number.NaN;
  }

  posts(): Promise<SpendPageMessage[]> {
    return this.panel.page.evaluate(() => Reflect.get(globalThis, 'posts') as SpendPageMessage[]);
  }

  radio(name: string): Locator {
    return this.panel.page.getByRole('radio', { name, exact: true });
  }

  select(name: string): Locator {
    return this.panel.page.getByRole('combobox', { name, exact: true });
  }

  /** The figure and the note below it. */
  async total(name: string): Promise<string> {
    const figure = this.panel.page.locator('.spend-total', { has: this.panel.page.getByText(name, { exact: true }) });
    return (await figure.locator('dd > span').allTextContents()).join(' ').trim();
  }
}
