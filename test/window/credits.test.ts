// Credits: what answers cost, as the gateway counts, by whichever way that is found out, and what is left to do when they have run out.
import { DatabaseSync } from 'node:sqlite';
import type * as timers from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { demoKey, emptyKey, type Gateway } from '../gateway/gateway.ts';
import {
  alerts,
  answerEnds,
  ask,
  askAndWait,
  button,
  lastAnswer,
  lastChatRequest,
  messageBox,
  modelBox,
} from '../support/chat.ts';
import { charged, estimate, lastCost, measuredWithoutPrice } from '../support/cost.ts';
import { chatRow, openHistory } from '../support/history.ts';
import { reset, setKey, useStage } from './support/stage.ts';
import type { OurWindow } from './support/window.ts';

// The balance is read again after pauses of 1, 2, 4 and 8 s, in which nothing happens here: they are shorter.
vi.mock('node:timers/promises', async (importOriginal) => {
  const original = await importOriginal<typeof timers>();
  const pause: typeof timers.setTimeout = (ms = 0, ...rest) => original.setTimeout(ms < 1_000 ? ms : ms / 20, ...rest);
  return { ...original, setTimeout: pause };
});

/** Answers of different lengths, so that the prices of what is sent and received can be told apart. */
async function askForLengths(window: OurWindow, gateway: Gateway, lengths: readonly number[]): Promise<void> {
  for (const length of lengths) {
    gateway.script({ text: 'word '.repeat(length) });
    await askAndWait(window, `Please write ${'x'.repeat(length % 37)} words`);
    await lastCost(window);
  }
}

describe('credits', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(() => reset(stage()));

  async function isMeasured(): Promise<boolean> {
    return (await lastCost(stage().window)).how.startsWith('Measured: ');
  }

  function query(sql: string): readonly unknown[] {
    const database = new DatabaseSync(stage().window.databaseFile, { readOnly: true, timeout: 5_000 });
    try {
      return database.prepare(sql).all().map(Object.values).flat();
    } finally {
      database.close();
    }
  }

  /** The balances, in micros, that the ledger has for the next request to be measured from. */
  function keptBalances(): Promise<readonly unknown[]> {
    return Promise.resolve(
      query('SELECT remaining_micros FROM balances WHERE last_request = (SELECT max(row_id) FROM requests)'),
    );
  }

  /** Waits until the next request can be measured: an earlier one would only be estimated. */
  async function balanceIsAtRest(): Promise<void> {
    await stage().window.waitFor(keptBalances, (kept) => kept.length > 0);
  }

  it('are measured by the balance, first with a condition, then by a price that was learned', async () => {
    const { window, gateway } = stage();
    await messageBox(window).fill('A first question');
    await estimate(window).getByText('tokens').waitFor();
    await askAndWait(window, 'A first question');
    expect(await lastCost(window)).toEqual({ text: charged(gateway), how: measuredWithoutPrice });
    await askForLengths(window, gateway, [20, 200, 77, 150, 5, 120]);
    expect(await isMeasured()).toBe(true);
    expect((await lastCost(window)).text).toBe(charged(gateway));
    await messageBox(window).fill('What will this cost?');
    await estimate(window).getByText('≈').filter({ hasText: 'credits' }).waitFor();
    await messageBox(window).fill('');
    expect(await estimate(window).count()).toBe(0);
  });

  it('are told of an answer that was stopped, too', async () => {
    const { window, gateway } = stage();
    await balanceIsAtRest();
    gateway.configure({ tokensPerSecond: 40 });
    gateway.script({ text: 'word '.repeat(400) });
    await ask(window, 'A long one');
    await lastAnswer(window).filter({ hasText: 'word word word' }).waitFor();
    await button(window, 'Stop').click();
    await answerEnds(window);
    const { text } = await lastCost(window);
    expect(text).toBe(`≈${charged(gateway)}`);
  });

  it('are said to be about, and why, when another program spends at the same time', async () => {
    const { window, gateway } = stage();
    await balanceIsAtRest();
    gateway.script({ text: 'word '.repeat(60) });
    await ask(window, 'Something else spends meanwhile');
    await answerEnds(window);
    gateway.setCredits(demoKey, gateway.credits(demoKey) - 0.125);
    gateway.script({ text: 'word '.repeat(33) });
    await lastCost(window);
    await balanceIsAtRest();
    gateway.setCredits(demoKey, gateway.credits(demoKey) - 0.25);
    await askAndWait(window, 'And before this one');
    const cost = await lastCost(window);
    expect(cost.text).toBe(`≈${charged(gateway)}`);
    expect(cost.how).toContain('another program may use this account');
  });

  it('are not measured from the balance of another account, though its key is set before anything else is done', async () => {
    const { window, gateway } = stage();
    await askAndWait(window, 'The balance after this is kept');
    const left = Math.round(gateway.credits(demoKey) * 1e6);
    await window.waitFor(keptBalances, (kept) => kept.includes(left));
    await window.reload({ showsPanel: false });
    gateway.setCredits(emptyKey, 300);
    await window.runCommand('OpenCodex: Set API Key');
    await window.quickInput.waitFor('Set API Key');
    await window.quickInput.answer(emptyKey);
    await window.notification('The API key works');
    await window.waitFor(keptBalances, (kept) => !kept.includes(left));
    await window.setPanelVisible(true);
    await setKey(window, demoKey);
  });

  it('are what the gateway says, where it says it', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await askAndWait(window, 'What did this cost?');
    expect(await lastCost(window)).toEqual({ text: charged(gateway), how: 'The gateway said what this cost.' });
  });

  it('stay with their answers in the list of chats, and show by model in the status bar', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await askAndWait(window, 'Remember what this cost');
    const { text } = await lastCost(window);
    await openHistory(window);
    await chatRow(window, 'Remember what this cost').filter({ hasText: text }).waitFor();
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

  it('that have run out let a cheaper model answer', async () => {
    const { window, gateway } = stage();
    gateway.configure({ reportCost: true });
    await modelBox(window).selectOption('claude-3-sonnet');
    await askAndWait(window, 'What do you cost?', 'claude-3-sonnet');
    await lastCost(window, 'claude-3-sonnet');
    gateway.configure({ routeFaults: { chat: 'fault-402' } });
    await askAndWait(window, 'More than I can pay for this model', 'claude-3-sonnet');
    gateway.configure({ routeFaults: {} });
    await alerts(window).getByRole('button', { name: 'Ask deepseek-chat', exact: true }).click();
    await lastAnswer(window, 'deepseek-chat').locator('.markdown').first().waitFor();
    await answerEnds(window);
    expect(lastChatRequest(gateway).body).toMatchObject({ model: 'deepseek-chat' });
  });
});
