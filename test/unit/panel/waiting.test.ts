// What the real bundle shows and says while an answer is waited for: another attempt, further reasoning, a later time.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerGrew, endedAnswer, failedAnswer, messageChanged, openAnswer, userMessage } from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

describe('an answer that is waited for', () => {
  let browser: Browser;
  let source: PageSource;
  let panel: PanelPage;

  beforeAll(async () => {
    source = await chatPage();
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    panel = await PanelPage.open(browser, source);
    // Time stands still until a test lets it pass.
    await panel.page.clock.install({ time: new Date('2026-03-05T10:00:00') });
    await panel.page.reload();
    await panel.greet([userMessage()]);
  });
  afterEach(async () => {
    expect(panel.troubles).toEqual([]);
    await panel.page.context().close();
  });

  const line = (): Locator => panel.page.locator('.waiting');
  const status = (): Locator => panel.page.getByRole('status');
  const height = (): Promise<number> => line().evaluate((element) => element.getBoundingClientRect().height);

  function retryIn(delayMs: number, attempt = 2): object {
    const retry = { attempt, delayMs, reason: 'rate-limited' as const };
    return { type: 'retry-scheduled', chatId: 'chat', messageId: 'answer', retry };
  }

  /** Lets time pass in the page, with its timers and frames. */
  async function pass(milliseconds: number): Promise<void> {
    await panel.page.clock.runFor(milliseconds);
  }

  it('counts down to another attempt in the line that was there before, and says it once', async () => {
    await panel.send(messageChanged(openAnswer()));
    await pass(50);
    expect(await line().innerText()).toBe('Waiting for deepseek-chat…');
    const before = await height();
    await panel.send(retryIn(8_000));
    await pass(50);
    expect(await line().innerText()).toBe('Waiting 8 s, attempt 2 (rate limit)');
    expect(await height()).toBe(before);
    expect(await status().textContent()).toBe('Waiting 8 s, attempt 2 (rate limit)');
    await pass(3_000);
    expect(await line().innerText()).toBe('Waiting 5 s, attempt 2 (rate limit)');
    expect(await status().textContent()).toBe('Waiting 8 s, attempt 2 (rate limit)');
    expect(
      await panel.article('deepseek-chat').locator('[aria-hidden="true"]').filter({ hasText: '5 s' }).count(),
    ).toBe(1);
    expect(await panel.page.getByRole('alert').count()).toBe(0);
    await pass(5_000);
    expect(await line().innerText()).toBe('Trying again, attempt 2 (rate limit)…');
    expect(await height()).toBe(before);
    await panel.send(retryIn(1_000, 3));
    await pass(50);
    expect(await line().innerText()).toBe('Waiting 1 s, attempt 3 (rate limit)');
    expect(await status().textContent()).toBe('Waiting 1 s, attempt 3 (rate limit)');
  });

  it.each([
    ['reasoning', '', 'Hm'],
    ['text', 'Here', ''],
  ])('stops counting when %s comes', async (_what, text, reasoning) => {
    await panel.send(messageChanged(openAnswer()), retryIn(8_000));
    await pass(50);
    await panel.send(answerGrew(text, reasoning));
    await pass(50);
    expect(await line().count()).toBe(0);
    expect(await status().textContent()).toBe('Answering');
  });

  it.each([
    ['stopped', messageChanged(endedAnswer({ outcome: 'stopped' })), 'Stopped'],
    ['failed', messageChanged(failedAnswer()), ''],
  ])('stops counting when the answer has %s', async (_how, message, said) => {
    await panel.send(messageChanged(openAnswer()), retryIn(8_000));
    await pass(50);
    await panel.send(message);
    await pass(50);
    expect(await line().count()).toBe(0);
    expect(await status().textContent()).toBe(said);
  });

  it('can be stopped meanwhile', async () => {
    await panel.send(messageChanged(openAnswer()), retryIn(30_000));
    await pass(50);
    await panel.button('Stop').click();
    expect(await panel.posted('answer-stopped')).toHaveLength(1);
  });

  it('that has text says below it that the model is thinking again', async () => {
    await panel.send(messageChanged(openAnswer({ text: 'Half', reasoning: 'Hm' })), answerGrew('', 'more'));
    await pass(50);
    expect(await line().innerText()).toBe('Thinking…');
    await panel.send(answerGrew(' and half'));
    await pass(50);
    expect(await line().count()).toBe(0);
  });

  it('adds up how long it was reasoned, without the time between two requests', async () => {
    await panel.send(messageChanged(openAnswer()), answerGrew('', 'Hm'));
    await pass(2_000);
    await panel.send(messageChanged(endedAnswer({ reasoning: 'Hm', reasoningMs: 2_000, outcome: 'cut-off' })));
    await pass(60_000);
    await panel.send(messageChanged(openAnswer({ reasoning: 'Hm', reasoningMs: 2_000 })), answerGrew('', 'more'));
    await pass(3_000);
    await panel.send(answerGrew('Yes'));
    await pass(50);
    expect(await panel.page.locator('.reasoning summary').innerText()).toBe('Thought for 5 s');
  });

  it.each([
    ['today', new Date('2026-03-05T14:05:00'), 'That is at 2:05 PM.'],
    ['another day', new Date('2026-03-06T09:30:00'), 'That is at Mar 6, 2026, 9:30 AM.'],
  ])('tells when to try again: %s', async (_day, time, says) => {
    const text = 'Too many requests. Try again in 245 min.';
    const error = { kind: 'rate-limited', text, retryAt: time.getTime(), actions: ['retry' as const] } as const;
    await panel.send(messageChanged(failedAnswer({ error: { ...error, actions: [...error.actions] } })));
    await pass(50);
    const alert = panel.page.getByRole('alert');
    expect((await alert.innerText()).replaceAll(/\s+/g, ' ')).toContain(`${text} ${says}`);
    expect(await alert.getByRole('button', { name: 'Retry', exact: true }).count()).toBe(1);
  });
});

describe('the model before the host has told it', () => {
  it('is not mistaken for another one', async () => {
    const browser = await launchBrowser();
    try {
      const panel = await PanelPage.open(browser, await chatPage());
      await panel.page.locator('.composer').waitFor();
      expect(await panel.page.getByRole('combobox').count()).toBe(0);
      await panel.send({ type: 'models-changed', models: [], selected: 'some-model' });
      const select = panel.page.getByRole('combobox', { name: 'Model', exact: true });
      expect(await select.locator('option:checked').innerText()).toBe('some-model');
    } finally {
      await browser.close();
    }
  });
});
