// The composer in the real bundle: sending once, queueing, drafts, input methods, models and the missing key.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageChanged, userMessage } from './messages.ts';
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
