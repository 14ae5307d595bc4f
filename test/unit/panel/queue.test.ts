// What waits to be sent, came back or goes with the next message, in the real bundle: shown, and asked for by id.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  answerGrew,
  endedAnswer,
  failedAnswer,
  messageChanged,
  openAnswer,
  outboxChanged,
  userMessage,
  waitingMessages,
} from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

describe('the queue', () => {
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
    await panel.greet();
  });
  afterEach(async () => {
    expect(panel.troubles).toEqual([]);
    await panel.page.context().close();
  });

  const sentTexts = async (): Promise<string[]> => (await panel.posted('message-sent')).map(({ text }) => text);

  it('gives the host what is sent during an answer, and shows what waits there until it has gone', async () => {
    await panel.send(messageChanged(userMessage()), messageChanged(openAnswer()), answerGrew('Yes'));
    for (const text of ['First', 'Second', 'Third']) {
      await panel.composer.fill(text);
      await panel.composer.press('Enter');
    }
    const sent = await panel.posted('message-sent');
    expect(sent.map(({ text, chatId }) => [text, chatId])).toEqual([
      ['First', 'chat'],
      ['Second', 'chat'],
      ['Third', 'chat'],
    ]);
    expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(3);
    await panel.send(
      waitingMessages('First', 'Second', 'Third'),
      ...sent.map(({ requestId }) => ({ type: 'message-answered', requestId })),
    );
    const queue = panel.page.getByRole('list', { name: 'Queued messages' });
    await panel.page.getByText('Sent when the answer ends').waitFor();
    await queue
      .getByRole('listitem')
      .filter({ hasText: 'Second' })
      .getByRole('button', { name: 'Remove queued message' })
      .click();
    expect(await panel.posted('queued-message-removed')).toEqual([
      { type: 'queued-message-removed', chatId: 'chat', messageId: 'Second' },
    ]);
    await panel.send(waitingMessages('First', 'Third'));
    await panel.send(messageChanged(endedAnswer({ text: 'Yes' })), waitingMessages('Third'));
    await panel.settle();
    expect(await queue.locator('.queued-text').allTextContents()).toEqual(['Third']);
    // The page sends nothing of its own.
    expect(await sentTexts()).toHaveLength(3);
    expect(await panel.posted('queued-message-sent')).toEqual([]);
  });

  it('shows the queue of the open chat only', async () => {
    await panel.greet([userMessage()]);
    await panel.send(waitingMessages('Here'));
    await panel.button('Send now').waitFor();
    await panel.send({ type: 'chat-opened', chatId: 'second', messages: [] }, waitingMessages('Here', 'and there'));
    await panel.button('Send now').waitFor({ state: 'detached' });
    await panel.greet([userMessage()]);
    await panel.button('Send now').waitFor();
  });

  it('asks for the first waiting message when the user wants it sent', async () => {
    await panel.send(messageChanged(userMessage()), messageChanged(openAnswer()), waitingMessages('Next', 'Last'));
    await panel.send(messageChanged(failedAnswer()));
    await panel.button('Send now').click();
    expect(await panel.posted('queued-message-sent')).toEqual([
      { type: 'queued-message-sent', chatId: 'chat', messageId: 'Next' },
    ]);
    await panel.send(messageChanged(openAnswer({ id: 'second' })), waitingMessages('Last'));
    await panel.button('Send now').waitFor({ state: 'detached' });
    expect(await sentTexts()).toEqual([]);
  });

  it('takes a waiting message back to be edited, by the keyboard alone', async () => {
    await panel.send(messageChanged(userMessage()), messageChanged(openAnswer()), waitingMessages('Next'));
    await panel.button('Edit queued message').focus();
    await panel.page.keyboard.press('Enter');
    expect(await panel.posted('queued-message-edited')).toEqual([
      { type: 'queued-message-edited', chatId: 'chat', messageId: 'Next' },
    ]);
    await panel.send(outboxChanged({ returned: [{ id: 'Next', text: 'Next' }] }));
    await expect.poll(() => panel.composer.inputValue()).toBe('Next');
    await expect.poll(() => panel.composer.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await panel.page.getByRole('alert').count()).toBe(0);
  });

  it('gives a refused message back, with the reason in the language of the moment', async () => {
    await panel.composer.fill('Hello');
    await panel.composer.press('Enter');
    await panel.composer.fill('more');
    const [sent] = await panel.posted('message-sent');
    await panel.send(outboxChanged({ returned: [{ id: 'm', text: 'Hello', refusal: { kind: 'no-key' } }] }), {
      type: 'message-answered',
      requestId: sent?.requestId,
    });
    await panel.page.getByRole('alert').filter({ hasText: 'Set an API key first.' }).waitFor();
    expect(await panel.composer.inputValue()).toBe('Hello\n\nmore');
    expect(await panel.button('Send').isEnabled()).toBe(true);
    expect(await panel.posted('returned-texts-taken')).toEqual([
      { type: 'returned-texts-taken', chatId: 'chat', messageIds: ['m'] },
    ]);
    const translations = { 'Set an API key first.': '请先设置 API 密钥。' };
    await panel.send({ type: 'appearance-changed', language: 'zh-cn', translations, fontSize: 0 });
    await panel.page.getByRole('alert').filter({ hasText: '请先设置 API 密钥。' }).waitFor();
  });

  it('shows what goes with the next message, counts it, and lets go of it', async () => {
    const attachment = {
      id: 'a',
      kind: 'selection' as const,
      label: 'src/a.ts',
      uri: 'file:///src/a.ts',
      languageId: 'typescript',
      startLine: 3,
      endLine: 5,
      text: 'const value = 1;\n'.repeat(200),
    };
    await panel.send({ type: 'price-changed', model: 'deepseek-chat', overheadTokens: 0 });
    await panel.composer.fill('Explain');
    const estimate = panel.page.locator('.estimate');
    const before = await estimate.textContent();
    await panel.send(outboxChanged({ attachments: [attachment] }));
    const list = panel.page.getByRole('list', { name: 'Attachments' });
    await list.getByText('src/a.ts:3-5').waitFor();
    expect(await estimate.textContent()).not.toBe(before);
    await panel.composer.press('Enter');
    expect(await panel.posted('message-sent')).toMatchObject([{ text: 'Explain', attachmentIds: ['a'] }]);
    await list.getByRole('button', { name: 'Remove src/a.ts:3-5' }).click();
    expect(await panel.posted('draft-attachment-removed')).toEqual([
      { type: 'draft-attachment-removed', chatId: 'chat', attachmentId: 'a' },
    ]);
    await panel.send(outboxChanged({}));
    await list.waitFor({ state: 'detached' });
    await expect.poll(() => panel.composer.evaluate((box) => box === document.activeElement)).toBe(true);
  });
});
