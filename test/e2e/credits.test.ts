// Credits in the real editor: what answers cost, as the gateway counts; what a message may cost before it is sent; budgets; the spend.
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { demoKey, emptyKey, type Gateway } from '../gateway/gateway.ts';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import {
  alerts,
  ask,
  askAndWait,
  answerEnds,
  button,
  lastAnswer,
  lastChatRequest,
  messageBox,
  modelBox,
  panel,
  chatRequests,
} from '../support/chat.ts';
import { countFile, countText, proposalIsReady } from './support/edits.ts';
import { closeEditors, databaseFile, reloadWindow, reset, setKey, useStage } from './support/stage.ts';

/** The credits in the line below the last answer, with their explanation; waits for them. */
async function lastCost(window: WorkbenchWindow): Promise<{ readonly text: string; readonly how: string }> {
  const fact = lastAnswer(window).locator('.fact.cost');
  await fact.waitFor({ timeout: 20_000 });
  return { text: (await fact.innerText()).trim(), how: (await fact.getAttribute('title')) ?? '' };
}

/** What the gateway took for the last answer, as the panel writes it. */
function charged(gateway: Gateway): string {
  const credits = lastChatRequest(gateway).chargedMicros / 1e6;
  const precision = credits >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat('en', precision).format(credits)} credits`;
}

/** Answers of different lengths, so that the prices of what is sent and received can be told apart. */
async function askForLengths(window: WorkbenchWindow, gateway: Gateway, lengths: readonly number[]): Promise<void> {
  for (const length of lengths) {
    gateway.script({ text: 'word '.repeat(length) });
    await askAndWait(window, `Please write ${'x'.repeat(length % 37)} words`);
    await lastCost(window);
  }
}

describe('credits', () => {
  const stage = useStage({ key: demoKey, files: { [countFile]: countText } });
  beforeEach(() => reset(stage()));

  function estimate(): Locator {
    return panel(stage().window).locator('.estimate');
  }

  async function isMeasured(): Promise<boolean> {
    return (await lastCost(stage().window)).how.startsWith('Measured: ');
  }

  /** The balances, in micros, that the ledger has for the next request to be measured from. */
  function keptBalances(): Promise<readonly unknown[]> {
    const database = new DatabaseSync(databaseFile(stage()), { readOnly: true });
    try {
      return Promise.resolve(database.prepare('SELECT remaining_micros FROM balances').all().map(Object.values).flat());
    } finally {
      database.close();
    }
  }

  it('are measured by the balance, first with a condition, then by a price that was learned', async () => {
    const { window, gateway } = stage();
    await messageBox(window).fill('A first question');
    await estimate().getByText('tokens').waitFor();
    await askAndWait(window, 'A first question');
    expect(await lastCost(window)).toEqual({
      text: charged(gateway),
      how: 'Measured, if nothing else used the account: no price is known yet to check it by.',
    });
    await askForLengths(window, gateway, [20, 200, 77, 150, 5, 120]);
    expect(await isMeasured()).toBe(true);
    expect((await lastCost(window)).text).toBe(charged(gateway));
    await messageBox(window).fill('What will this cost?');
    await estimate().getByText('≈').filter({ hasText: 'credits' }).waitFor();
    await messageBox(window).fill('');
    expect(await estimate().count()).toBe(0);
  });

  it('are not measured from the balance of another account, though its key is set before anything else is done', async () => {
    const { window, gateway } = stage();
    await askAndWait(window, 'The balance after this is kept');
    const left = Math.round(gateway.credits(demoKey) * 1e6);
    await window.waitFor(keptBalances, (kept) => kept.includes(left));
    await window.runCommand('View: Show Explorer');
    await reloadWindow(window);
    gateway.setCredits(emptyKey, 300);
    await setKey(window, emptyKey);
    await window.waitFor(keptBalances, (kept) => !kept.includes(left));
    await setKey(window, demoKey);
  });

  it('are said to be about, and why, when another program spends at the same time', async () => {
    const { window, gateway } = stage();
    gateway.script({ text: 'word '.repeat(60) });
    await ask(window, 'Something else spends meanwhile');
    await answerEnds(window);
    gateway.setCredits(demoKey, gateway.credits(demoKey) - 0.125);
    gateway.script({ text: 'word '.repeat(33) });
    await lastCost(window);
    gateway.setCredits(demoKey, gateway.credits(demoKey) - 0.25);
    await askAndWait(window, 'And before this one');
    const cost = await lastCost(window);
    expect(cost.text).toBe(`≈${charged(gateway)}`);
    expect(cost.how).toContain('another program may use this account');
  });

  it('are what the gateway says, where it says it', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await askAndWait(window, 'What did this cost?');
    expect(await lastCost(window)).toEqual({ text: charged(gateway), how: 'The gateway said what this cost.' });
  });

  it('are told of an answer that was stopped, too', async () => {
    const { window, gateway } = stage();
    gateway.configure({ tokensPerSecond: 40 });
    gateway.script({ text: 'word '.repeat(400) });
    await ask(window, 'A long one');
    await lastAnswer(window).filter({ hasText: 'word word word' }).waitFor();
    await button(window, 'Stop').click();
    await answerEnds(window);
    const { text } = await lastCost(window);
    expect(text).toBe(`≈${charged(gateway)}`);
  });

  it('stay with their answers in the list of chats, and show by model in the status bar', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await askAndWait(window, 'Remember what this cost');
    const { text } = await lastCost(window);
    await button(window, 'History').click();
    const row = panel(window).getByRole('listitem').filter({ hasText: 'Remember what this cost' });
    await row.filter({ hasText: text }).waitFor();
    await button(window, 'Close history').click();
    await window.waitForTooltip('opencodex.balance', 'Today:', 'deepseek-chat');
  });

  it('that have run out leave the ways that are left: top up, or fewer tokens', async () => {
    const { window, gateway } = stage();
    gateway.configure({ routeFaults: { chat: 'quirk-34' } });
    await askAndWait(window, 'More than I can pay');
    gateway.configure({ routeFaults: {} });
    const alert = alerts(window);
    await alert.getByRole('button', { name: 'Top up', exact: true }).waitFor();
    await alert.getByRole('button', { name: 'Ask for 812 tokens at most', exact: true }).click();
    await lastAnswer(window).locator('.markdown').first().waitFor();
    await answerEnds(window);
    expect(lastChatRequest(gateway).body).toMatchObject({ max_tokens: 812 });
  });

  it('that have run out let a cheaper model make the change that was asked for', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await modelBox(window).selectOption('claude-3-sonnet');
    await askAndWait(window, 'What do you cost?', 'claude-3-sonnet');
    await lastAnswer(window, 'claude-3-sonnet').locator('.fact.cost').waitFor();
    gateway.configure({ routeFaults: { chat: 'fault-402' } });
    await window.openFile(countFile);
    await window.selectLines(4, 8);
    await window.runCommand('OpenCodex: Refactor');
    await window.notification('Your credits are used up').waitFor();
    gateway.configure({ routeFaults: {} });
    await window.pressInNotification('Your credits are used up', 'Ask deepseek-chat');
    await proposalIsReady(window);
    expect(lastChatRequest(gateway).body).toMatchObject({ model: 'deepseek-chat' });
  });

  it('are listed on the Spend page, request by request', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await askAndWait(window, 'One more for the list');
    const { text } = await lastCost(window);
    await window.runCommand('OpenCodex: Show Spend');
    const page = window.page
      .frameLocator('iframe.webview[src*="extensionId=opencodex.opencodex&"]:not([src*="purpose=webviewView"])')
      .frameLocator('iframe#active-frame');
    await page.getByRole('heading', { name: 'Spend', exact: true }).waitFor();
    await page.getByText(text.replace(' credits', ''), { exact: true }).first().waitFor();
    await closeEditors(window);
  });
});

describe('a budget', () => {
  const stage = useStage({ key: demoKey, settings: { 'opencodex.budget.perDay': 0.001 } });

  it('holds a request back before anything is sent, and lets it go once the user wants it', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    const sent = (): number => chatRequests(gateway).length;
    // No price is known, and nothing is spent: one may go.
    await askAndWait(window, 'The first one');
    await lastCost(window);
    await askAndWait(window, 'This would be too dear');
    const alert = alerts(window);
    await alert.getByText('nothing was sent').waitFor();
    await alert.getByRole('button', { name: 'Raise the budget', exact: true }).waitFor();
    expect(sent()).toBe(1);
    await alert.getByRole('button', { name: 'Continue once', exact: true }).click();
    await alert.waitFor({ state: 'detached' });
    await answerEnds(window);
    await lastCost(window);
    expect(sent()).toBe(2);
    expect(lastChatRequest(gateway).body).toMatchObject({ max_tokens: 4_096 });
  });
});
