// The balance in the status bar: what it says in every state, of every shape in which a gateway tells it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoKey, emptyKey } from '../gateway/gateway.ts';
import { isBalanceShape, type BalanceShape } from '../gateway/balance.ts';
import { askAndWait, lastAnswer } from '../support/chat.ts';
import { balanceText, reset, setKey, useStage, waitForBalance } from './support/stage.ts';

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
  afterEach(() => {
    vi.restoreAllMocks();
    stage().window.changeSettings({
      'opencodex.balance.warnBelow': undefined,
      'opencodex.balance.refreshInterval': undefined,
    });
  });

  function level(): 'warning' | 'error' | 'normal' {
    return stage().window.statusBarLevel('opencodex.balance');
  }

  function icon(): string | undefined {
    return stage().window.statusBarIcon('opencodex.balance');
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
    expect(icon()).toBe('key');
    expect(window.statusBarLabel('opencodex.balance')).toContain('OpenCodex: no API key');
    await expectTooltip('No API key yet. Click to set one.');
    expect(gateway.journal.entries.filter(({ path }) => path.endsWith('/balance'))).toEqual([]);
    expect(gateway.journal.entries.filter(({ headers }) => headers['authorization'] !== undefined)).toEqual([]);
  });

  it('shows the credits, and falls with an answer as the gateway counts', async () => {
    const { window, gateway } = stage();
    await setKey(window, demoKey);
    await waitForBalance(window, '500');
    expect(icon()).toBe('credit-card');
    await expectTooltip('500 credits', 'Read just now.');
    await askAndWait(window, 'Hello');
    const left = gateway.credits(demoKey);
    expect(left).toBeLessThan(500);
    await waitForBalance(window, new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(left));
    expect(level()).toBe('normal');
  });

  it('warns when credits are low, from the figure that is set', async () => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 49.5);
    await check();
    await waitForBalance(window, '49.5');
    expect(level()).toBe('warning');
    await expectTooltip('Your credits are running low.');
    window.changeSettings({ 'opencodex.balance.warnBelow': 40 });
    expect(level()).toBe('normal');
    gateway.setCredits(demoKey, 39.25);
    await check();
    await waitForBalance(window, '39.25');
    expect(level()).toBe('warning');
  });

  it('shows an error when credits are used up', async () => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 39.25);
    await setKey(window, emptyKey);
    await waitForBalance(window, '0');
    expect(level()).toBe('error');
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
    expect(level()).toBe('normal');
    await expectTooltip(reason, 'Last known: 300 credits.');
    await askAndWait(window, 'Are you still there?');
    expect(await lastAnswer(window).getByRole('alert').count()).toBe(0);
  });

  // Rows: F44
  it('is unknown when the gateway never tells it, and the chat goes on meanwhile', async () => {
    const { window, gateway } = stage();
    gateway.setCredits(demoKey, 300);
    await check();
    await waitForBalance(window, '300');
    // The fifteen seconds are the test's.
    const limits: { readonly afterMs: number; readonly pass: () => void }[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((afterMs) => {
      const controller = new AbortController();
      limits.push({ afterMs, pass: () => controller.abort(new DOMException('Too late.', 'TimeoutError')) });
      return controller.signal;
    });
    gateway.configure({ routeFaults: { balance: 'fault-silence' } });
    await check();
    await askAndWait(window, 'And now?');
    expect(await lastAnswer(window).getByRole('alert').count()).toBe(0);
    expect(balanceText(window)).toBe('300');
    await vi.waitFor(() => expect(icon()).toBe('loading~spin'));
    expect(new Set(limits.map(({ afterMs }) => afterMs))).toEqual(new Set([15_000]));
    vi.restoreAllMocks();
    for (const { pass } of limits) {
      pass();
    }
    await waitForBalance(window, '–');
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
  });

  it('knows a key without a limit', async () => {
    const { window, gateway } = stage();
    gateway.configure({ balanceShape: 'unlimited-quota' });
    await check();
    await waitForBalance(window, '∞');
    await expectTooltip('This key has no credit limit.');
  });

  it('is not read all the time where the interval is longer than any timer', async () => {
    const { window, gateway } = stage();
    const reads = () => gateway.journal.entries.filter(({ path }) => path.endsWith('/balance')).length;
    gateway.setCredits(demoKey, 300);
    await check();
    await waitForBalance(window, '300');
    const before = reads();
    window.changeSettings({ 'opencodex.balance.refreshInterval': 100_000 });
    await askAndWait(window, 'Do you hear from me often?');
    await window.waitFor(
      () => Promise.resolve(reads()),
      (count) => count > before,
    );
    const seen = reads();
    await check();
    await window.waitFor(
      () => Promise.resolve(reads()),
      (count) => count > seen,
    );
    expect(reads() - before).toBeLessThanOrEqual(3);
  });
});
