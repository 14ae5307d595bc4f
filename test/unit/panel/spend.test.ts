// The Spend page: what it says of the ledger, how honest it is, and how it is used by pointer and keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import indonesian from '../../../l10n/bundle.l10n.id.json' with { type: 'json' };
import { periodStart } from '../../../src/shared/spendDays.ts';
import { ledgerEntry } from '../credits/ledgerEntries.ts';
import { launchBrowser, type PageSource } from './panelPage.ts';
import { spendPage } from './shippedPages.ts';
import { SpendStage } from './spendStage.ts';

const now = Date.now();
const hour = 3_600_000;
const shop = { id: 'w1', name: 'toko-online' };

/** Four requests: measured, estimated, of unknown cost, and one that failed and was retried. */
const fewEntries = [
  ledgerEntry({
    id: 'measured',
    startedAt: now - 1_000,
    outcome: 'stop',
    workspace: shop,
    promptTokens: 1_200,
    cachedTokens: 200,
    completionTokens: 340,
    firstTextMs: 1_450,
  }),
  ledgerEntry({
    id: 'about',
    model: 'qwen-max',
    feature: 'refactor',
    startedAt: now - 30 * hour,
    outcome: 'stopped',
    cost: { source: 'about', micros: 250_000, doubt: 'shared' },
  }),
  ledgerEntry({
    id: 'unknown',
    startedAt: now - 31 * hour,
    outcome: 'stop',
    cost: { source: 'unknown', doubt: 'no-balance' },
  }),
  ledgerEntry({
    id: 'failed',
    startedAt: now - 60 * hour,
    outcome: 'rate-limited',
    attempts: 3,
    cost: { source: 'measured', micros: 0 },
  }),
];

describe('the Spend page', () => {
  let source: PageSource;
  let browser: Browser;
  let stage: SpendStage;

  beforeAll(async () => {
    [source, browser] = await Promise.all([spendPage(), launchBrowser()]);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage = await SpendStage.open(browser, source);
  });
  afterEach(async () => {
    expect(stage.panel.troubles).toEqual([]);
    expect(stage.panel.strayRequests).toEqual([]);
    await stage.panel.page.context().close();
  });

  it('asks for the last 30 local days', async () => {
    expect(await stage.posts()).toEqual([{ type: 'spend-ready', since: periodStart('30', Date.now()) }]);
  });

  it('adds up what is known and counts what is not', async () => {
    await stage.list(fewEntries);
    expect(await stage.total('Credits')).toBe('≈1.55 without 1 request of unknown cost');
    expect(await stage.total('Requests')).toBe('4 1 of estimated cost');
    expect(await stage.total('Tokens sent')).toBe('1.2K 200 of them cached');
    const known = stage.panel.page.getByRole('table', { name: 'How costs are known', exact: true });
    const row = (name: string) => known.getByRole('row', { name: new RegExp(`^${name}`) });
    expect((await row('Measured').innerText()).split(/\s+/)).toEqual(['Measured', '84%', '1.3', '2×']);
    expect((await row('Cost unknown').innerText()).split(/\s+/)).toEqual(['Cost', 'unknown', '–', '–', '1×']);
  });

  it('shows each request with its cost and how that is known', async () => {
    await stage.list(fewEntries);
    expect(await stage.column('credits')).toEqual(['1.3', '≈0.25', '–', '0']);
    const reasons = await stage.panel.page
      .locator('.spend-row .spend-credits')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')));
    expect(reasons.slice(0, 3)).toEqual([
      'Measured: the balance fell by just this.',
      'About: another request ran at the same time.',
      'Cost unknown: the balance before it is not known.',
    ]);
    expect(await stage.column('attempts')).toEqual(['', '', '', '3']);
    expect(await stage.column('firstText')).toEqual(['1.5 s', '', '', '']);
    expect(await stage.column('outcome')).toEqual(['Finished', 'Stopped', 'Finished', 'Rate limit']);
  });

  it('sorts by any column, with what is not known last either way', async () => {
    await stage.list(fewEntries);
    const header = stage.grid.getByRole('columnheader', { name: 'Credits', exact: true });
    await header.getByRole('button').click();
    expect(await stage.column('credits')).toEqual(['1.3', '≈0.25', '0', '–']);
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    await header.getByRole('button').click();
    expect(await stage.column('credits')).toEqual(['0', '≈0.25', '1.3', '–']);
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
  });

  it('narrows to a model, a feature, a workspace and words, and says what that leaves', async () => {
    await stage.list(fewEntries);
    await stage.select('Model').selectOption('qwen-max');
    expect(await stage.total('Credits')).toBe('≈0.25');
    await stage.select('Model').selectOption('All models');
    await stage.select('Workspace').selectOption('No folder');
    expect(await stage.rows.count()).toBe(3);
    await stage.panel.page.getByRole('searchbox', { name: 'Search requests', exact: true }).fill('rate limit');
    expect(await stage.rows.count()).toBe(1);
    expect(await stage.panel.page.getByRole('status').textContent()).toBe('1 request, 0 credits');
    await stage.panel.page.getByRole('searchbox').fill('no such thing');
    await stage.panel.button('Clear filter').click();
    expect(await stage.rows.count()).toBe(4);
    await stage.panel.button('toko-online').click();
    expect(await stage.select('Workspace').inputValue()).not.toBe('');
    expect(await stage.rows.count()).toBe(1);
    await stage.panel.button('toko-online').click();
    expect(await stage.rows.count()).toBe(4);
  });

  it('keeps how it is looked at over a reload', async () => {
    await stage.list(fewEntries);
    await stage.radio('90 days').check({ force: true });
    await stage.list(fewEntries);
    await stage.select('Model').selectOption('qwen-max');
    await stage.panel.page.reload();
    expect(await stage.radio('90 days').isChecked()).toBe(true);
    expect(await stage.posts()).toEqual([{ type: 'spend-ready', since: periodStart('90', Date.now()) }]);
    await stage.list(fewEntries);
    expect(await stage.rows.count()).toBe(1);
    await stage.panel.button('Export CSV').click();
    expect((await stage.posts()).at(-1)).toEqual({
      type: 'export-requested',
      since: periodStart('90', Date.now()),
      filter: { model: 'qwen-max', text: '' },
    });
  });

  it('drops the answer to a period that is no longer wanted', async () => {
    const stale = await stage.since();
    await stage.radio('7 days').check({ force: true });
    await stage.panel.send({ type: 'ledger-listed', since: stale, entries: fewEntries });
    await stage.panel.settle();
    expect(await stage.rows.count()).toBe(0);
    await stage.list(fewEntries);
    expect(await stage.rows.count()).toBe(4);
  });

  it('shows at once what changes', async () => {
    await stage.list(fewEntries);
    const underWay = ledgerEntry({ id: 'new', startedAt: now, cost: { source: 'unknown' } });
    await stage.change([underWay]);
    expect((await stage.column('outcome'))[0]).toBe('Under way');
    expect(await stage.rows.count()).toBe(5);
    await stage.change([{ ...underWay, endedAt: now + 1, outcome: 'stop', cost: { source: 'gateway', micros: 1 } }]);
    expect((await stage.column('credits'))[0]).toBe('0.000001');
  });

  it('says why there is nothing, and leads to where there may be something', async () => {
    await stage.list([]);
    await stage.panel.page.getByText('Nothing was sent in this time.').waitFor();
    expect(await stage.panel.button('Export CSV').isDisabled()).toBe(true);
    await stage.panel.button('Show all time').click();
    expect((await stage.posts()).at(-1)).toEqual({ type: 'ledger-requested', since: 0 });
    await stage.list([ledgerEntry({ startedAt: now - 400 * 24 * hour })]);
    expect(await stage.bars().count()).toBeGreaterThan(50);
    await stage.panel.page.getByRole('heading', { name: 'Credits by week', exact: true }).waitFor();
  });

  it('says when the ledger cannot be read, and asks again', async () => {
    await stage.panel.send({ type: 'ledger-failed', text: 'What was spent cannot be read now.' });
    const alert = stage.panel.page.getByRole('alert');
    await alert.getByText('cannot be read').waitFor();
    await alert.getByRole('button', { name: 'Retry', exact: true }).click();
    await stage.list(fewEntries);
    expect(await alert.count()).toBe(0);
  });

  it('has a bar for each day that says all of it, reached by Tab and the arrow keys', async () => {
    await stage.list(fewEntries);
    expect(await stage.bars().count()).toBe(30);
    await stage.bars().last().focus();
    expect(await stage.bars().last().getAttribute('aria-label')).toMatch(
      /: 1\.3 credits, 1 request; deepseek-chat 1\.3$/,
    );
    await stage.panel.page.keyboard.press('Home');
    const focused = stage.panel.page.locator('.spend-bar:focus');
    expect(await focused.getAttribute('aria-label')).toBe(await stage.bars().first().getAttribute('aria-label'));
    expect(await stage.panel.page.locator('.spend-tip').innerText()).toContain('0 credits');
    await stage.panel.page.keyboard.press('Escape');
    expect(await stage.panel.page.locator('.spend-tip').count()).toBe(0);
    await stage.panel.page.keyboard.press('End');
    await stage.panel.page.locator('.spend-tip').waitFor();
    // One stop for Tab, however many days there are.
    await stage.panel.page.getByRole('button', { name: 'Export CSV', exact: true }).focus();
    await stage.panel.page.keyboard.press('Tab');
    expect(await focused.getAttribute('aria-label')).toBe(await stage.bars().last().getAttribute('aria-label'));
    await stage.panel.page.keyboard.press('Tab');
    expect(await focused.count()).toBe(0);
    expect(await stage.panel.page.locator('.spend-tip').count()).toBe(0);
    const names = await stage.bars().evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label') ?? ''));
    expect(names.filter((name) => name.includes('1 of them of unknown cost'))).toHaveLength(1);
  });

  it('goes from request to request by the arrow keys, and says how each cost is known', async () => {
    await stage.list(fewEntries);
    await stage.grid.focus();
    await stage.panel.page.keyboard.press('ArrowDown');
    await stage.panel.page.keyboard.press('ArrowDown');
    const active = await stage.grid.getAttribute('aria-activedescendant');
    expect(await stage.panel.page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    expect(await stage.panel.page.locator('.spend-reason').innerText()).toBe(
      'qwen-max About: another request ran at the same time.',
    );
  });

  // Rows: T6
  it('shows hostile names as the text they are', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const name = '</td><script>alert(2)</script>"\'';
    await stage.list([
      ledgerEntry({
        model: hostile,
        workspace: { id: '"><svg onload=alert(3)>', name },
        outcome: hostile,
        startedAt: now,
      }),
    ]);
    expect(await stage.column('model')).toEqual([hostile]);
    expect(await stage.column('workspace')).toEqual([name]);
    expect(await stage.column('outcome')).toEqual([hostile]);
    await stage.bars().last().hover();
    expect(await stage.panel.page.locator('.spend-tip').innerText()).toContain(hostile);
    await stage.select('Model').selectOption(hostile);
    await stage.panel.button(hostile).waitFor();
    expect(await stage.panel.page.locator('#root').locator('img, script, iframe, [onerror], [onload]').count()).toBe(0);
  });

  it.each([1_600, 1_190, 1_100, 1_030, 900, 700, 540, 440])(
    'leaves room for the models at a width of %i',
    async (width) => {
      await stage.panel.page.setViewportSize({ width, height: 900 });
      await stage.list(fewEntries);
      const model = await stage.panel.page.locator('.spend-row .spend-model').first().boundingBox();
      expect(model?.width).toBeGreaterThan(90);
      const main = stage.panel.page.getByRole('main');
      expect(await main.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    },
  );

  it('speaks the user’s language, in words and figures', async () => {
    await stage.panel.send({ type: 'appearance-changed', language: 'id', translations: indonesian });
    await stage.list(fewEntries);
    await stage.panel.page.getByRole('heading', { name: 'Pengeluaran', exact: true }).waitFor();
    expect(await stage.total('Kredit')).toContain('≈1,55');
    expect(await stage.column('credits')).toEqual(['1,3', '≈0,25', '–', '0']);
  });
});
