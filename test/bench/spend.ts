// The Spend page with ten thousand requests against one with few, in the same run: its script to open, and its work for a jump.
import type { Browser, CDPSession } from 'playwright-core';
import { repository } from '../harness/repository.ts';
import { leadToStandIn } from '../support/standInHook.ts';
import { launchBrowser, type PageSource } from '../unit/panel/panelPage.ts';
import { busyLedger } from '../unit/panel/spendLedger.ts';
import { SpendStage } from '../unit/panel/spendStage.ts';
import { atMost, median, type BenchResult } from './result.ts';

const bench = 'spend';
const [many, few] = [10_000, 400];
const runs = 5;
const jumps = 6;

interface Page {
  readonly stage: SpendStage;
  readonly session: CDPSession;
}

export async function benchSpend(): Promise<readonly BenchResult[]> {
  leadToStandIn();
  const { spendPage } = await import('../unit/panel/shippedPages.ts');
  const [source, browser] = await Promise.all([spendPage(repository), launchBrowser()]);
  try {
    const opening = { many: [] as number[], few: [] as number[] };
    const jumping = { many: [] as number[], few: [] as number[] };
    for (let run = 0; run < runs; run += 1) {
      for (const [name, count, step] of [
        ['few', few, 1_500],
        ['many', many, 30_000],
      ] as const) {
        const page = await open(browser, source, count);
        opening[name].push(await workOf(page, 'ScriptDuration', () => page.stage.deliver()));
        jumping[name].push(...(await jumpsOf(page, step)));
        await page.stage.panel.page.context().close();
      }
    }
    const against = `the same page with ${few} requests`;
    return [
      atMost(100, {
        bench,
        figure: `script to open ${many} requests`,
        value: median(opening.many),
        unit: 'ms',
        against,
      }),
      ratio('script to open', opening, 4, against),
      ratio('work for a jump to other rows', jumping, 2, against),
    ];
  } finally {
    await browser.close();
  }
}

function ratio(
  figure: string,
  { many: dear, few: cheap }: Readonly<Record<'many' | 'few', readonly number[]>>,
  limit: number,
  against: string,
): BenchResult {
  return atMost(limit, { bench, figure, value: median(dear) / median(cheap), unit: 'x', against });
}

/** A page that has the answer laid ready, and the measure of its work. */
async function open(browser: Browser, source: PageSource, count: number): Promise<Page> {
  const stage = await SpendStage.open(browser, source);
  await stage.radio('All time').check({ force: true });
  await stage.prepare(busyLedger(count, Date.now()));
  const session = await stage.panel.page.context().newCDPSession(stage.panel.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { stage, session };
}

/** Milliseconds of the page's main thread that `act` takes: its own time, whatever else the machine does. */
async function workOf(
  { session }: Page,
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

/** Jumps so far that no row stays. */
async function jumpsOf(page: Page, step: number): Promise<number[]> {
  const { panel } = page.stage;
  const work: number[] = [];
  for (let jump = 1; jump <= jumps; jump += 1) {
    work.push(
      await workOf(page, 'TaskDuration', async () => {
        await panel.page.evaluate((top) => document.querySelector('main')?.scrollTo({ top }), jump * step);
        await panel.settle();
      }),
    );
  }
  return work;
}
