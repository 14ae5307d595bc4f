// A message with something like a key in it, in the real bundle: held back with two ways on, and lost by neither.
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Translations } from '../../../src/shared/translate.ts';
import { answerGrew, chatOpened, endedAnswer, messageChanged, openAnswer, userMessage } from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

const secret = 'ghp_q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0PyQ7Xr2';
const text = `Why is this refused?\ncurl -H "Authorization: token ${secret}" https://api.example`;

describe('a message with a key in it', () => {
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

  const sentTexts = async (): Promise<string[]> => (await panel.posted('message-sent')).map(({ text: sent }) => sent);
  const alert = (): Locator => panel.page.getByRole('alert').filter({ hasText: 'seems to hold' });
  const focused = (): Promise<string> =>
    panel.page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? '');

  // Rows: T39
  it('is held back, however often Enter is pressed, and says what it found', async () => {
    await panel.composer.fill(text);
    for (let count = 0; count < 5; count += 1) {
      await panel.composer.press('Enter');
    }
    await panel.button('Send').click();
    await alert().waitFor();
    expect(await alert().count()).toBe(1);
    expect(await alert().textContent()).toContain('(“ghp_q7…”)');
    expect(await alert().textContent()).not.toContain(secret.slice(0, 8));
    expect(await sentTexts()).toEqual([]);
    expect(await panel.composer.inputValue()).toBe(text);
  });

  it('is sent as it is where the user says so, by the keyboard alone', async () => {
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    expect(await focused()).toBe('Message');
    await panel.page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Send anyway');
    await panel.page.keyboard.press('Enter');
    await alert().waitFor({ state: 'detached' });
    expect(await sentTexts()).toEqual([text]);
    expect(await panel.composer.inputValue()).toBe('');
    await expect.poll(focused).toBe('Message');
  });

  // Rows: T39
  it('is there to be edited, by the keyboard alone, and goes without the key', async () => {
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    await panel.page.keyboard.press('Shift+Tab');
    await panel.page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Edit message');
    await panel.page.keyboard.press('Space');
    await alert().waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('Message');
    expect(await panel.composer.inputValue()).toBe(text);
    await panel.composer.fill(text.replace(secret, '***'));
    await panel.composer.press('Enter');
    expect(await sentTexts()).toEqual([text.replace(secret, '***')]);
  });

  it('is asked about anew once it was changed', async () => {
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    await panel.page.keyboard.type('!');
    await alert().waitFor({ state: 'detached' });
    await panel.composer.press('Enter');
    await alert().waitFor();
    expect(await sentTexts()).toEqual([]);
  });

  it('waits for the answer under way only after the question, and goes with no second one', async () => {
    await panel.send(messageChanged(userMessage()), messageChanged(openAnswer()), answerGrew('Yes'));
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    // What is held does not keep others.
    await panel.send(messageChanged(endedAnswer({ text: 'Yes' })));
    await panel.send(messageChanged(openAnswer({ id: 'second' })));
    await panel.settle();
    expect(await sentTexts()).toEqual([]);
    expect(await panel.composer.inputValue()).toBe(text);
    await panel.button('Send anyway').click();
    // The host lets it wait for the second answer.
    expect(await sentTexts()).toEqual([text]);
    expect(await panel.composer.inputValue()).toBe('');
    await panel.send(messageChanged(endedAnswer({ id: 'second', text: 'Yes' })));
    await panel.settle();
    expect(await sentTexts()).toEqual([text]);
    expect(await alert().count()).toBe(0);
  });

  it('survives a reload and another chat', async () => {
    await panel.greet([userMessage()]);
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    await panel.page.reload();
    await panel.greet([userMessage()]);
    await expect.poll(() => panel.composer.inputValue()).toBe(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    await panel.send(chatOpened([userMessage({ id: 'other' })], 'second'));
    await alert().waitFor({ state: 'detached' });
    expect(await panel.composer.inputValue()).toBe('');
    await panel.send(chatOpened([userMessage()]));
    await expect.poll(() => panel.composer.inputValue()).toBe(text);
    expect(await sentTexts()).toEqual([]);
  });

  it('asks for the key of the gateway first where there is none', async () => {
    await panel.composer.fill(text);
    await panel.composer.press('Enter');
    await alert().waitFor();
    await panel.send({ type: 'connection-changed', connection: { hasKey: false, isKeyOptional: false } });
    await panel.button('Send anyway').click();
    expect(await panel.posted('command-requested')).toEqual([{ type: 'command-requested', command: 'set-api-key' }]);
    expect(await sentTexts()).toEqual([]);
    expect(await panel.composer.inputValue()).toBe(text);
  });

  it.each([
    ['en', 'Edit message', /private key/],
    ['id', 'Ubah pesan', /kunci privat/],
    ['zh-cn', '编辑消息', /私钥/],
  ])('is told of in %s', async (language, edit, words) => {
    const file = `l10n/bundle.l10n.${language}.json`;
    const translations = language === 'en' ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Translations);
    await panel.send({ type: 'appearance-changed', language, translations, fontSize: 0 });
    const box = panel.page.getByRole('textbox');
    await box.fill('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=');
    await box.press('Enter');
    await panel.page.getByRole('alert').filter({ hasText: words }).waitFor();
    await panel.button(edit).waitFor();
    expect(await sentTexts()).toEqual([]);
  });
});
