// The Spend page with ten thousand requests against one with few, in the same run: it opens about as fast, scrolls as
// smoothly, and every row can be reached.
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Bundles } from './panelPage.ts';
import { busyLedger } from './spendLedger.ts';
import { buildSpendBundles, SpendStage } from './spendStage.ts';

const [many, few] = [10_000, 400];
const now = Date.now();

describe('the Spend page with 10,000 requests', { timeout: 60_000 }, () => {
  let bundles: Bundles;
  let browser: Browser;

  beforeAll(async () => {
    [bundles, browser] = await Promise.all([buildSpendBundles(), launchBrowser()]);
  });
  afterAll(() => browser.close());

  /** A page that has the answer laid ready, and the measure of its work. */
  async function open(count: number): Promise<{ readonly stage: SpendStage; readonly session: CDPSession }> {
    const stage = await SpendStage.open(browser, bundles);
    await stage.radio('All time').check({ force: true });
    await stage.prepare(busyLedger(count, now));
    const session = await stage.panel.page.context().newCDPSession(stage.panel.page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return { stage, session };
  }

  /** Milliseconds of the page's main thread that `act` takes: its own time, whatever else the machine does. */
  async function workOf(
    session: CDPSession,
    metric: 'ScriptDuration' | 'TaskDuration',
    act: () => Promise<void>,
  ): Promise<number> {
    const read = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === metric)?.value ?? Number.NaN) * 1_000;
    };
    const before = await read();
    await act();
    return (await read()) - before;
  }

  async function openingWork(count: number): Promise<number> {
    const { stage, session } = await open(count);
    const work = await workOf(session, 'ScriptDuration', () => stage.deliver());
    expect(await stage.grid.getAttribute('aria-rowcount')).toBe(String(count + 1));
    await stage.panel.page.context().close();
    return work;
  }

  it('opens with little more script than with a few hundred', async () => {
    const least = { many: Infinity, few: Infinity };
    for (let run = 0; run < 3; run += 1) {
      least.few = Math.min(least.few, await openingWork(few));
      least.many = Math.min(least.many, await openingWork(many));
    }
    console.log(`Script to open ${many} rows: ${least.many.toFixed(0)} ms; ${few} rows: ${least.few.toFixed(0)} ms.`);
    expect(least.many / least.few).toBeLessThan(4);
  });

  it('holds only the rows in sight, and reaches all', async () => {
    const { stage } = await open(many);
    await stage.deliver();
    expect(await stage.rows.count()).toBeLessThan(150);
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
    expect(await stage.rows.count()).toBeLessThan(150);
    await stage.panel.page.keyboard.press('Home');
    await stage.panel.page.locator('#spend-row-0').waitFor();
    await stage.panel.page.context().close();
  });

  it('fills its width where columns are left out, with rows out of sight, too', async () => {
    const { stage } = await open(few);
    await stage.panel.page.setViewportSize({ width: 1_000, height: 900 });
    await stage.deliver();
    const last = await stage.grid.getByRole('columnheader', { name: 'Outcome', exact: true }).boundingBox();
    const table = await stage.grid.boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo((table?.x ?? 0) + (table?.width ?? 0), 0);
    await stage.panel.page.context().close();
  });

  /** Jumps so far that no row stays; the middle of the work of each. */
  async function scrollingWork(count: number, step: number): Promise<number> {
    const { stage, session } = await open(count);
    await stage.deliver();
    const work: number[] = [];
    for (let jump = 1; jump <= 6; jump += 1) {
      work.push(
        await workOf(session, 'TaskDuration', async () => {
          await stage.panel.page.evaluate((top) => document.querySelector('main')?.scrollTo({ top }), jump * step);
          await stage.panel.settle();
        }),
      );
      const hasRows = await stage.panel.page.evaluate(() =>
        [200, 850].every((y) => document.elementFromPoint(600, y)?.closest('.spend-row') instanceof Element),
      );
      expect(hasRows, `at ${jump * step}`).toBe(true);
    }
    await stage.panel.page.context().close();
    return work.sort((a, b) => a - b)[3] ?? Number.NaN;
  }

  it('scrolls as smoothly as with a few hundred, and shows rows wherever it stops', async () => {
    const [withFew, withMany] = [await scrollingWork(few, 1_500), await scrollingWork(many, 30_000)];
    console.log(`Work for a jump in ${many} rows: ${withMany.toFixed(0)} ms; ${few} rows: ${withFew.toFixed(0)} ms.`);
    expect(withMany / withFew).toBeLessThan(2);
  });
});
