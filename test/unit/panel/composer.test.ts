// The composer in the real bundle: sending once, queueing, drafts, input methods, models and the missing key.
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

describe('the composer', () => {
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

  it('takes the focus that VS Code gives to the page, unless something in it has it', async () => {
    const { page } = panel;
    const focusPage = async (): Promise<string> => {
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await panel.settle();
      return page.evaluate(() => document.activeElement?.ariaLabel ?? '');
    };
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    // A selection would go with it.
    await page.evaluate(() => getSelection()?.selectAllChildren(document.body));
    expect(await focusPage()).toBe('');
    await page.evaluate(() => getSelection()?.removeAllRanges());
    expect(await focusPage()).toBe('Message');
    await panel.button('New chat').focus();
    expect(await focusPage()).toBe('New chat');
    await panel.button('History').click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await focusPage()).toBe('Search chats');
  });

  // Rows: F35
  it('sends one message for ten fast Enters', async () => {
    await panel.composer.fill('Hello');
    await panel.composer.evaluate((box) => {
      for (let count = 0; count < 10; count += 1) {
        box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      }
    });
    await panel.settle();
    expect(await sentTexts()).toEqual(['Hello']);
    expect(await panel.composer.inputValue()).toBe('');
  });

  it('sends once and does not stop on a double click', async () => {
    await panel.composer.fill('Hello');
    await panel.button('Send').dblclick();
    await panel.settle();
    expect(await sentTexts()).toEqual(['Hello']);
    expect(await panel.posted('answer-stopped')).toEqual([]);
    expect(await panel.button('Send').count()).toBe(0);
    await panel.button('Stop').click();
    expect(await panel.posted('answer-stopped')).toHaveLength(1);
    expect(await panel.composer.evaluate((box) => box === document.activeElement)).toBe(true);
  });

  it('makes a new line with Shift+Enter and keeps a blank draft unsent', async () => {
    await panel.composer.press('Enter');
    await panel.composer.fill('  \n ');
    await panel.composer.press('Enter');
    expect(await panel.button('Send').isDisabled()).toBe(true);
    await panel.composer.fill('One');
    await panel.composer.press('Shift+Enter');
    await panel.page.keyboard.type('Two');
    expect(await sentTexts()).toEqual([]);
    await panel.composer.press('Enter');
    expect(await sentTexts()).toEqual(['One\nTwo']);
  });

  it('never sends with the Enter that ends a composition', async () => {
    await panel.composer.fill('你好');
    await panel.composer.evaluate((box) => {
      const enter = { key: 'Enter', bubbles: true, cancelable: true };
      box.dispatchEvent(new CompositionEvent('compositionstart'));
      box.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
      // As Safari and old input methods have it: the composition has ended, and only this number tells.
      const last = new KeyboardEvent('keydown', enter);
      Object.defineProperty(last, 'keyCode', { value: 229 });
      box.dispatchEvent(last);
      box.dispatchEvent(new CompositionEvent('compositionend'));
      box.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
    await panel.settle();
    expect(await sentTexts()).toEqual([]);
    // An Enter of its own sends, as soon as it cannot be the composition's any more.
    const pressEnter = async (): Promise<string[]> => {
      await panel.composer.press('Enter');
      return sentTexts();
    };
    await expect.poll(pressEnter).toEqual(['你好']);
  });

  it('keeps the draft over a reload', async () => {
    await panel.composer.fill('A draft\nof two lines');
    await panel.page.reload();
    expect(await panel.composer.inputValue()).toBe('A draft\nof two lines');
    await panel.greet();
    await panel.settle();
    expect(await panel.composer.inputValue()).toBe('A draft\nof two lines');
  });

  it('tells the host of the draft without a word for each key, and at once when the panel loses the focus', async () => {
    await panel.composer.click();
    await panel.page.keyboard.type('twelve keys!');
    await expect.poll(() => panel.posted('drafts-changed')).not.toEqual([]);
    const told = await panel.posted('drafts-changed');
    expect(told.length).toBeLessThan(6);
    expect(told.at(-1)).toMatchObject({
      drafts: [{ chatId: 'chat', text: 'twelve keys!' }],
      openChat: { chatId: 'chat' },
    });
    await panel.composer.evaluate((box: HTMLTextAreaElement) => {
      box.value = 'gone at once';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      dispatchEvent(new Event('blur'));
    });
    expect((await panel.posted('drafts-changed')).at(-1)).toMatchObject({ drafts: [{ text: 'gone at once' }] });
  });

  it('takes the draft that the host has kept where its own state is lost, but never over what is typed meanwhile', async () => {
    const kept = { chatId: 'chat', text: 'from the host', writtenAt: Date.now() + 1e6 };
    const restored = { type: 'drafts-restored', drafts: [kept], lastChatId: 'chat' };
    const loadAnew = async (): Promise<void> => {
      await panel.page.evaluate(() => sessionStorage.clear());
      await panel.page.reload();
    };
    await loadAnew();
    await panel.send(restored);
    await panel.greet([userMessage()]);
    await expect.poll(() => panel.composer.inputValue()).toBe('from the host');
    await loadAnew();
    await panel.composer.fill('typed early');
    await panel.send(restored);
    await panel.greet([userMessage()]);
    await panel.settle();
    expect(await panel.composer.inputValue()).toBe('typed early');
  });

  it('keeps a draft with its chat', async () => {
    await panel.greet([userMessage()]);
    await panel.composer.fill('For the first chat');
    await panel.button('New chat').click();
    expect(await panel.posted('chat-started')).toHaveLength(1);
    await panel.send({ type: 'chat-opened', chatId: 'second', messages: [] });
    await panel.settle();
    expect(await panel.composer.inputValue()).toBe('');
    await panel.greet([userMessage()]);
    await panel.settle();
    expect(await panel.composer.inputValue()).toBe('For the first chat');
  });

  it('takes the draft along from a chat that was never sent', async () => {
    await panel.composer.fill('Not yet sent');
    await panel.send({ type: 'chat-opened', chatId: 'second', messages: [] });
    await panel.settle();
    expect(await panel.composer.inputValue()).toBe('Not yet sent');
  });

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
    const queue = panel.page.getByRole('group', { name: 'Queued messages' });
    await queue.getByText('Sent when the answer ends').waitFor();
    await queue.getByRole('listitem').filter({ hasText: 'Second' }).getByRole('button', { name: 'Remove' }).click();
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

  it('keeps a draft that is too long to be sent, and says so', async () => {
    const text = 'long '.repeat(400_001);
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await panel.page.getByRole('alert').filter({ hasText: 'too long' }).waitFor();
    expect(await sentTexts()).toEqual([]);
    expect(await panel.composer.inputValue()).toBe(text);
  });

  it('lists the current model even if the gateway does not, and asks for another by name', async () => {
    const models = { type: 'models-changed', models: [{ id: 'qwen-max', name: 'Qwen Max' }], selected: 'my-model' };
    await panel.send(models);
    await panel.settle();
    const select = panel.page.getByRole('combobox', { name: 'Model', exact: true });
    expect(await select.locator('option').allTextContents()).toEqual(['my-model', 'Qwen Max', 'Other model…']);
    expect(await select.inputValue()).toBe('my-model');
    await select.selectOption({ label: 'Other model…' });
    expect(await panel.posted('command-requested')).toEqual([{ type: 'command-requested', command: 'choose-model' }]);
    expect(await select.inputValue()).toBe('my-model');
    await select.selectOption('qwen-max');
    expect(await panel.posted('model-selected')).toEqual([{ type: 'model-selected', model: 'qwen-max' }]);
    await panel.settle();
    expect(await select.inputValue()).toBe('qwen-max');
  });

  it('asks for the key where there is none, and keeps the draft', async () => {
    await panel.send({ type: 'connection-changed', connection: { hasKey: false, isKeyOptional: false } });
    await panel.button('Set API key').click();
    await panel.page.getByRole('link', { name: 'Get 500 free credits' }).click();
    await panel.composer.fill('Hello');
    await panel.composer.press('Enter');
    const commands = (await panel.posted('command-requested')).map(({ command }) => command);
    expect(commands).toEqual(['set-api-key', 'open-dashboard', 'set-api-key']);
    expect(await sentTexts()).toEqual([]);
    expect(await panel.composer.inputValue()).toBe('Hello');
    await panel.send(messageChanged(userMessage()));
    expect(await panel.button('Set API key').count()).toBe(1);
    await panel.send({ type: 'connection-changed', connection: { hasKey: true, isKeyOptional: false } });
    await panel.button('Set API key').waitFor({ state: 'detached' });
  });

  // Rows: T36
  it('sends without a key where the address may do without, and warns of plain http', async () => {
    const insecureOrigin = 'http://127.0.0.1:8080';
    await panel.send({
      type: 'connection-changed',
      connection: { hasKey: false, isKeyOptional: true, insecureOrigin },
    });
    await panel.page.getByText(`Not encrypted, for this computer only: ${insecureOrigin}`, { exact: true }).waitFor();
    const whoGetsTheKey = panel.page.getByText('receives your key');
    expect(await whoGetsTheKey.count()).toBe(0);
    expect(await panel.button('Set API key').count()).toBe(1);
    await panel.composer.fill('Hello');
    await panel.composer.press('Enter');
    expect(await sentTexts()).toEqual(['Hello']);
    await panel.send({
      type: 'connection-changed',
      connection: { hasKey: true, isKeyOptional: true, insecureOrigin },
    });
    await whoGetsTheKey.waitFor();
  });

  it('offers the settings where the address is wrong', async () => {
    const connection = { hasKey: true, isKeyOptional: false, addressProblem: 'not-https' as const };
    await panel.send({ type: 'connection-changed', connection });
    const alert = panel.page.getByRole('alert');
    expect(await alert.textContent()).toContain('The base URL must begin with https.');
    await alert.getByRole('button', { name: 'Open settings', exact: true }).click();
    expect(await panel.posted('command-requested')).toEqual([{ type: 'command-requested', command: 'open-settings' }]);
  });

  it('fills in an example for the user to go on from', async () => {
    await panel.button('Find the bug in this code:').click();
    await expect.poll(() => panel.composer.inputValue()).toBe('Find the bug in this code:');
    expect(await sentTexts()).toEqual([]);
  });

  it('speaks the language that the host gives', async () => {
    await panel.send({
      type: 'appearance-changed',
      language: 'zh-cn',
      translations: { Send: '发送', Message: '消息' },
      fontSize: 16,
    });
    await panel.button('发送').waitFor();
    expect(
      await panel.page.getByRole('textbox', { name: '消息' }).evaluate((box) => getComputedStyle(box).fontSize),
    ).toBe('16px');
    expect(await panel.page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  });
});
