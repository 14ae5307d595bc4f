// The Spend page with ten thousand requests: it draws only what is in sight, and every row can be reached.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type PageSource } from './panelPage.ts';
import { spendPage } from './shippedPages.ts';
import { busyLedger } from './spendLedger.ts';
import { SpendStage } from './spendStage.ts';

const [many, few] = [10_000, 400];
/** A screen and what lies around it. */
const mostRows = 150;
const now = Date.now();

describe('the Spend page with 10,000 requests', { timeout: 60_000 }, () => {
  let source: PageSource;
  let browser: Browser;

  beforeAll(async () => {
    [source, browser] = await Promise.all([spendPage(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  async function open(count: number): Promise<SpendStage> {
    const stage = await SpendStage.open(browser, source);
    await stage.radio('All time').check({ force: true });
    await stage.prepare(busyLedger(count, now));
    return stage;
  }

  it('holds only the rows in sight, and reaches all', async () => {
    const stage = await open(many);
    await stage.deliver();
    expect(await stage.grid.getAttribute('aria-rowcount')).toBe(String(many + 1));
    expect(await stage.rows.count()).toBeLessThan(mostRows);
    await stage.grid.focus();
    await stage.panel.page.keyboard.press('End');
    const last = stage.panel.page.locator(`#spend-row-${many - 1}`);
    await last.waitFor();
    const [row, reason] = await Promise.all([
      last.boundingBox(),
      stage.panel.page.locator('.spend-reason').boundingBox(),
    ]);
    expect(row?.height).toBe(24);
    expect((row?.y ?? Infinity) + 24).toBeLessThanOrEqual(reason?.y ?? 0);
    expect(await stage.rows.count()).toBeLessThan(mostRows);
    await stage.panel.page.keyboard.press('Home');
    await stage.panel.page.locator('#spend-row-0').waitFor();
    await stage.panel.page.context().close();
  });

  it('fills its width where columns are left out, with rows out of sight, too', async () => {
    const stage = await open(few);
    await stage.panel.page.setViewportSize({ width: 1_000, height: 900 });
    await stage.deliver();
    const last = await stage.grid.getByRole('columnheader', { name: 'Outcome', exact: true }).boundingBox();
    const table = await stage.grid.boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo((table?.x ?? 0) + (table?.width ?? 0), 0);
    await stage.panel.page.context().close();
  });

  it('shows rows wherever it stops', async () => {
    const stage = await open(many);
    await stage.deliver();
    for (let jump = 1; jump <= 6; jump += 1) {
      await stage.panel.page.evaluate((top) => document.querySelector('main')?.scrollTo({ top }), jump * 30_000);
      await stage.panel.settle();
      const hasRows = await stage.panel.page.evaluate(() =>
        [200, 850].every((y) => document.elementFromPoint(600, y)?.closest('.spend-row') instanceof Element),
      );
      expect(hasRows, `at ${jump * 30_000}`).toBe(true);
      expect(await stage.rows.count()).toBeLessThan(mostRows);
    }
    await stage.panel.page.context().close();
  });
});
