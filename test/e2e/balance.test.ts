// The balance in the status bar: what it says in every state, and the menu behind it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { demoKey, emptyKey } from '../gateway/gateway.ts';
import { isBalanceShape, type BalanceShape } from '../gateway/balance.ts';
import { askAndWait, lastAnswer } from '../support/chat.ts';
import { balanceText, closeEditors, reset, setKey, useStage, waitForBalance } from './support/stage.ts';

const asCredits = (credits: number): string => String(credits);
const withoutLimit = (): string => '∞';
const notKnown = (): string => '–';

/** What the status bar says of each shape of wire.md section 3, for so many credits. */
const textOfShape: Readonly<Record<BalanceShape, (credits: number) => string>> = {
  plain: asCredits,
  bare: asCredits,
  text: asCredits,
  // A limit or a use alone says nothing of what is left.
  'one-api-subscription': notKnown,
  'one-api-usage': notKnown,
  'one-api-subscription-and-usage': asCredits,
  'one-api-unlimited': withoutLimit,
  'one-api-failure': notKnown,
  // Raw quota: no scale is guessed.
  'new-api-token': (credits) => (500_000 * credits).toLocaleString('en'),
  'unlimited-quota': withoutLimit,
  'new-api-failure': notKnown,
  'new-api-usage-is-rest': notKnown,
  'new-api-user': notKnown,
  'credit-summary': asCredits,
  api2gpt: asCredits,
  deepseek: asCredits,
  moonshot: asCredits,
  siliconflow: asCredits,
  openrouter: asCredits,
  'openrouter-key': asCredits,
  'openrouter-key-unlimited': withoutLimit,
  'openai-sb': asCredits,
  aiproxy: asCredits,
  proposal: asCredits,
  'proposal-nested': asCredits,
  unknown: notKnown,
  litellm: notKnown,
};

describe('the balance', () => {
  const stage = useStage();
  beforeEach(() => reset(stage()));

  function item(): Locator {
    return stage().window.statusBarItem('opencodex.balance');
  }

  /** `warning`, `error` or neither, as VS Code marks the item's background. */
  async function level(): Promise<'warning' | 'error' | 'normal'> {
    const classes = ((await item().getAttribute('class')) ?? '').split(' ');
    return classes.includes('warning-kind') ? 'warning' : classes.includes('error-kind') ? 'error' : 'normal';
  }

  async function check(): Promise<void> {
    await stage().window.runCommand('OpenCodex: Check Balance');
  }

  async function expectTooltip(...lines: readonly (string | RegExp)[]): Promise<void> {
    await stage().window.waitForTooltip('opencodex.balance', ...lines);
  }

  it('shows a key where there is none', async () => {
    const { window, gateway } = stage();
    await waitForBalance(window, 'OpenCodex');
    expect(await item().locator('.codicon-key').count()).toBe(1);
    expect(await item().getByRole('button').getAttribute('aria-label')).toContain('OpenCodex: no API key');
    await expectTooltip('No API key yet. Click to set one.');
    expect(gateway.journal.entries.filter(({ path }) => path.endsWith('/balance'))).toEqual([]);
    expect(gateway.journal.entries.filter(({ headers }) => headers['authorization'] !== undefined)).toEqual([]);
  });

  it('shows the credits, and falls with an answer as the gateway counts', async () => {
    const { window, gateway } = stage();
    await setKey(window, demoKey);
    await waitForBalance(window, '500');
    expect(await item().locator('.codicon-credit-card').count()).toBe(1);
    await expectTooltip('500 credits', 'Read just now.');
    await askAndWait(window, 'Hello');
    const left = gateway.credits(demoKey);
    expect(left).toBeLessThan(500);
    await waitForBalance(window, new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(left));
    expect(await level()).toBe('normal');
  });

  it('warns when credits are low, from the figure that is set', async () => {
    const { window, workbench, gateway } = stage();
    gateway.setCredits(demoKey, 49.5);
    await check();
    await waitForBalance(window, '49.5');
    expect(await level()).toBe('warning');
    await expectTooltip('Your credits are running low.');
    await workbench.changeSettings({ 'opencodex.balance.warnBelow': 40 });
    await window.waitFor(level, (shown) => shown === 'normal');
    gateway.setCredits(demoKey, 39.25);
    await check();
    await waitForBalance(window, '39.25');
    expect(await level()).toBe('warning');
  });

  it('shows an error when credits are used up', async () => {
    const { window } = stage();
    await setKey(window, emptyKey);
    await waitForBalance(window, '0');
    expect(await level()).toBe('error');
    await expectTooltip('Your credits are used up.');
    await setKey(window, demoKey);
    await waitForBalance(window, '39.25');
  });

  it.each([
    ['fails', { routeFaults: { balance: 'fault-500' } }, 'The gateway has trouble.'],
    ['sends a page', { routeFaults: { balance: 'fault-html' } }, 'The gateway has trouble.'],
    ['redirects', { routeFaults: { balance: 'fault-redirect' } }, 'The gateway cannot be reached.'],
    ['cannot be understood', { balanceShape: 'unknown' }, 'The gateway’s answer was not understood.'],
  ] as const)('is unknown when the gateway %s, with the last figure in the tooltip', async (_how, change, reason) => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 300);
    await check();
    await waitForBalance(window, '300');
    gateway.configure(change);
    await check();
    await waitForBalance(window, '–');
    expect(await level()).toBe('normal');
    await expectTooltip(reason, 'Last known: 300 credits.');
    await askAndWait(window, 'Are you still there?');
    expect(await lastAnswer(window).getByRole('alert').count()).toBe(0);
  });

  it('is unknown when the gateway never tells it, and the chat goes on meanwhile', async () => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 300);
    await check();
    await waitForBalance(window, '300');
    gateway.configure({ routeFaults: { balance: 'fault-silence' } });
    await check();
    await askAndWait(window, 'And now?');
    expect(await lastAnswer(window).getByRole('alert').count()).toBe(0);
    expect(await balanceText(window)).toBe('300');
    await window.waitFor(
      () => balanceText(window),
      (text) => text === '–',
      25_000,
    );
  });

  it('is read from every shape in which gateways tell it', async () => {
    const { window, gateway } = stage();
    let credits = 300.25;
    let shown = '';
    for (const shape of Object.keys(textOfShape).filter(isBalanceShape)) {
      // Another text before each, so that none is taken for the one before it.
      const shapes = textOfShape[shape](credits + 1) === shown ? (['plain', shape] as const) : [shape];
      for (const next of shapes) {
        credits += 1;
        shown = textOfShape[next](credits);
        gateway.setCredits(demoKey, credits);
        gateway.configure({ balanceShape: next });
        await check();
        await waitForBalance(window, shown);
      }
    }
  }, 240_000);

  it('knows a key without a limit', async () => {
    const { window, gateway } = stage();
    gateway.configure({ balanceShape: 'unlimited-quota' });
    await check();
    await waitForBalance(window, '∞');
    await expectTooltip('This key has no credit limit.');
  });

  it('is not read all the time where the interval is longer than any timer', async () => {
    const { window, workbench, gateway } = stage();
    const reads = () => gateway.journal.entries.filter(({ path }) => path.endsWith('/balance')).length;
    gateway.setCredits(demoKey, 300);
    await check();
    await waitForBalance(window, '300');
    const before = reads();
    await workbench.changeSettings({ 'opencodex.balance.refreshInterval': 100_000 });
    await askAndWait(window, 'Do you hear from me often?');
    await window.waitFor(
      () => Promise.resolve(reads()),
      (count) => count > before,
    );
    await check();
    expect(reads() - before).toBeLessThanOrEqual(3);
    await workbench.changeSettings({ 'opencodex.balance.refreshInterval': 5 });
  });

  it('has a menu whose entries do what they say', async () => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 250);
    const pick = async (label: string) => {
      await item().click();
      await window.quickInput.waitFor('OpenCodex');
      await window.quickInput.pick(label);
    };
    await pick('Check balance now');
    await waitForBalance(window, '250');
    await pick('Select model');
    await window.quickInput.waitFor('Select Model');
    await window.quickInput.cancel();
    await pick('Set API key');
    await window.quickInput.waitFor('Set API Key');
    await window.quickInput.cancel();
    await pick('Top up');
    await window.dialog.filter({ hasText: 'https://opencodex.hk' }).waitFor();
    await window.pressInDialog('Cancel');
    await pick('Diagnose connection');
    await window.waitForEditorText((text) => text.includes('✓ Balance: Status: 200; known; 250 credits'));
    await closeEditors(window);
  });
});
