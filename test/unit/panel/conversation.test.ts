// The conversation in the real bundle: what is shown while answers come, fail and end, and what its buttons post.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  answerGrew,
  endedAnswer,
  failedAnswer,
  messageChanged,
  openAnswer,
  reasoningGrew,
  userMessage,
} from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

describe('the conversation', () => {
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
  });
  afterEach(async () => {
    expect(panel.troubles).toEqual([]);
    expect(panel.strayRequests).toEqual([]);
    await panel.page.context().close();
  });

  it('names its parts as the contract says', async () => {
    await panel.greet([userMessage(), endedAnswer({ text: 'Text\n\n```ts\nlet a;\n```' })]);
    expect(await panel.conversation.getAttribute('aria-live')).toBe('off');
    for (const name of ['New chat', 'Send', 'Copy code', 'Insert at cursor', 'New file']) {
      expect(await panel.button(name).count(), name).toBe(1);
    }
    expect(await panel.button('Stop').count()).toBe(0);
    expect(await panel.button('Set API key').count()).toBe(0);
    expect(await panel.composer.count()).toBe(1);
    expect(await panel.page.getByRole('combobox', { name: 'Model', exact: true }).count()).toBe(1);
    expect(await panel.page.getByRole('status').count()).toBe(1);
    for (const name of ['You', 'deepseek-chat']) {
      expect(await panel.article(name).getByRole('button', { name: 'Copy', exact: true }).count(), name).toBe(1);
    }
  });

  it('grows an answer and says when it begins and ends', async () => {
    const status = panel.page.getByRole('status');
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()));
    await panel.page.getByText('Waiting for deepseek-chat…').waitFor();
    expect(await status.textContent()).toBe('Answering');
    await panel.send(answerGrew('Hello **wor'));
    await panel.settle();
    expect(await panel.article('deepseek-chat').locator('strong').textContent()).toBe('wor');
    expect(await panel.page.getByText('Waiting for').count()).toBe(0);
    await panel.send(answerGrew('ld**'));
    const usage = { promptTokens: 200, completionTokens: 1_034 };
    await panel.send(messageChanged(endedAnswer({ text: 'Hello **world**', usage, firstTokenMs: 812 })));
    await panel.settle();
    expect(await panel.article('deepseek-chat').locator('strong').textContent()).toBe('world');
    expect(await status.textContent()).toBe('Answer finished');
    const facts = await panel.article('deepseek-chat').locator('.fact').allTextContents();
    expect(facts).toEqual(['deepseek-chat', '0.8 s', '1,234 tokens']);
  });

  it.each([
    [{ source: 'measured', micros: 420_000 }, '0.42 credits', 'the balance fell by just this'],
    [{ source: 'about', micros: 1_300_000, doubt: 'shared' }, '≈1.3 credits', 'another request ran at the same time'],
  ] as const)('says what an answer cost, and how that is known, once it is: %o', async (cost, text, how) => {
    await panel.greet([userMessage(), endedAnswer({ text: 'Hello' })]);
    await panel.send({ type: 'cost-settled', chatId: 'chat', messageId: endedAnswer({}).id, cost });
    await panel.settle();
    const fact = panel.article('deepseek-chat').locator('.fact').last();
    expect(await fact.textContent()).toBe(text);
    expect(await fact.getAttribute('title')).toContain(how);
  });

  it('says that an answer was stopped', async () => {
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()), answerGrew('Half'));
    await panel.send(messageChanged(endedAnswer({ text: 'Half', outcome: 'stopped' })));
    await panel.settle();
    expect(await panel.page.getByRole('status').textContent()).toBe('Stopped');
    expect(await panel.article('deepseek-chat').locator('.fact').first().textContent()).toBe('Stopped');
  });

  it('goes on with an answer that was cut off in a code block', async () => {
    const start = 'Code:\n\n```ts\nconst a';
    await panel.greet([userMessage(), endedAnswer({ text: start, outcome: 'cut-off' })]);
    await panel.send(messageChanged(openAnswer({ text: start })), answerGrew(' = 1;\n```\n\nDone.'));
    await panel.settle();
    expect(await panel.article('deepseek-chat').locator('code').textContent()).toBe('const a = 1;\n');
    expect(await panel.article('deepseek-chat').locator('p').allTextContents()).toEqual(['Code:', 'Done.']);
  });

  it('keeps reasoning open while it comes and closes it with its duration', async () => {
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()), reasoningGrew('Let me see.'));
    const fold = panel.article('deepseek-chat').locator('details.reasoning');
    await fold.getByText('Let me see.').waitFor({ state: 'visible' });
    expect(await fold.locator('summary').innerText()).toBe('Thinking…');
    await panel.send(answerGrew('The answer.', 1));
    await fold.getByText('Let me see.').waitFor({ state: 'hidden' });
    await panel.send(
      messageChanged(endedAnswer({ text: 'The answer.', reasoning: 'Let me see.', reasoningMs: 2_900 })),
    );
    await panel.settle();
    expect(await fold.locator('summary').innerText()).toBe('Thought for 3 s');
  });

  it('posts the exact code of a block', async () => {
    const code = 'const a = `<b>&amp;${1}`;\n\n\tif (a) {}\n  ';
    await panel.send({ type: 'highlighter-loaded', source: source.workerSource });
    await panel.greet([userMessage(), endedAnswer({ text: `\`\`\`ts\n${code}\n\`\`\`` })]);
    await panel.page.locator('.hljs-keyword').first().waitFor();
    await panel.button('Copy code').click();
    await panel.button('Insert at cursor').click();
    await panel.button('New file').click();
    expect(await panel.posted('text-copied')).toEqual([{ type: 'text-copied', text: code }]);
    expect(await panel.posted('code-inserted')).toEqual([{ type: 'code-inserted', code }]);
    expect(await panel.posted('code-opened')).toEqual([{ type: 'code-opened', code, language: 'ts' }]);
  });

  it('lets code be selected and copied without extra lines, coloured or not', async () => {
    const code = Array.from({ length: 70 }, (_, index) => `line(${index});${index % 7 === 0 ? '\n' : ''}`).join('\n');
    const block = `\`\`\`js\n${code}\n\`\`\``;
    const select = (): Promise<string> =>
      panel.page.evaluate(() => {
        getSelection()?.selectAllChildren(document.querySelector('pre') ?? document.body);
        return getSelection()?.toString() ?? '';
      });
    const coloured = panel.page.locator('.code-block').first().locator('.hljs-function');
    await panel.greet([userMessage(), endedAnswer({ text: `${block}\n\n${block}` })]);
    await panel.page.locator('.scroller').evaluate((place) => {
      place.scrollTop = 1_000;
    });
    expect((await select()).trimEnd()).toBe(code);
    await panel.send({ type: 'highlighter-loaded', source: source.workerSource });
    // Blocks are coloured in their order, so the first has been passed over for the selection in it.
    await panel.page.locator('.code-block').last().locator('.hljs-function').first().waitFor();
    expect(await coloured.count()).toBe(0);
    await panel.page.evaluate(() => getSelection()?.removeAllRanges());
    await coloured.first().waitFor();
    expect((await select()).trimEnd()).toBe(code);
  });

  it('copies messages as they were written and opens attachments', async () => {
    const attachment = {
      id: 'a',
      kind: 'selection',
      label: 'src/main.ts',
      uri: 'file:///main.ts',
      languageId: 'typescript',
    } as const;
    await panel.greet([
      userMessage({ text: 'A *question*', attachments: [{ ...attachment, startLine: 3, endLine: 9, text: 'x' }] }),
      endedAnswer({ text: '**Yes**' }),
    ]);
    await panel.article('You').getByRole('button', { name: 'Copy', exact: true }).click();
    await panel.article('deepseek-chat').getByRole('button', { name: 'Copy', exact: true }).click();
    await panel.button('src/main.ts:3-9').click();
    expect((await panel.posted('text-copied')).map(({ text }) => text)).toEqual(['A *question*', '**Yes**']);
    expect(await panel.posted('attachment-opened')).toEqual([
      { type: 'attachment-opened', messageId: 'question', attachmentId: 'a' },
    ]);
  });

  it('keeps a selection in a finished block while the answer grows and ends', async () => {
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()), answerGrew('First paragraph.\n\nSecond'));
    await panel.settle();
    await panel.article('deepseek-chat').locator('p').first().selectText();
    const rest = ` one.\n\n${'Line of text.\n\n'.repeat(40)}\`\`\`ts\nlet a;\n\`\`\`\n`;
    for (const character of rest) {
      await panel.send(answerGrew(character));
    }
    await panel.settle();
    await panel.send(messageChanged(endedAnswer({ text: `First paragraph.\n\nSecond${rest}` })));
    await panel.settle();
    expect(await panel.page.evaluate(() => getSelection()?.toString().trim())).toBe('First paragraph.');
  });

  it('follows the end, stops when the user scrolls up, and offers the way back', async () => {
    const long = 'A line of text.\n\n'.repeat(60);
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()), answerGrew(long));
    await panel.settle();
    const distance = (): Promise<number> =>
      panel.page.locator('.scroller').evaluate((place) => place.scrollHeight - place.scrollTop - place.clientHeight);
    expect(await distance()).toBeLessThan(2);
    await panel.page.locator('.scroller').hover();
    await panel.page.mouse.wheel(0, -300);
    await panel.button('Jump to latest').waitFor();
    const before = await distance();
    await panel.send(answerGrew(long));
    await panel.settle();
    expect(await distance()).toBeGreaterThan(before + 100);
    await panel.button('Jump to latest').click();
    await panel.settle();
    expect(await distance()).toBeLessThan(2);
    await panel.send(answerGrew(long));
    await panel.settle();
    expect(await distance()).toBeLessThan(2);
    expect(await panel.button('Jump to latest').count()).toBe(0);
  });

  it('shows each error once, with its buttons, and posts what they stand for', async () => {
    const actions = ['set-api-key', 'top-up', 'retry', 'continue', 'choose-model', 'diagnose'] as const;
    const error = {
      kind: 'server',
      text: 'The server had trouble.',
      detail: 'bad gateway',
      requestId: 'req_1',
    } as const;
    await panel.greet([userMessage(), failedAnswer({ error: { ...error, actions: [...actions] } })]);
    const alert = panel.page.getByRole('alert');
    expect(await alert.count()).toBe(1);
    const names = ['Set API key', 'Top up', 'Retry', 'Continue', 'Choose another model', 'Diagnose'];
    for (const name of names) {
      await alert.getByRole('button', { name, exact: true }).click();
    }
    expect((await panel.posted('error-action-chosen')).map(({ messageId, action }) => [messageId, action])).toEqual(
      actions.map((action) => ['answer', action]),
    );
    await alert.getByRole('button', { name: 'Copy request ID', exact: true }).click();
    expect(await panel.posted('text-copied')).toEqual([{ type: 'text-copied', text: 'req_1' }]);
    await panel.send({ type: 'message-removed', chatId: 'chat', messageId: 'answer' });
    await alert.waitFor({ state: 'detached' });
  });

  // Rows: F15
  it('opens a chat of 500 messages with its end in view and all of it there in the end', async () => {
    const messages = Array.from({ length: 250 }, (_, index) => [
      userMessage({ id: `q${index}`, text: `Question ${index}` }),
      endedAnswer({ id: `a${index}`, text: `Answer **${index}**\n\n${'Some text. '.repeat(40)}` }),
    ]).flat();
    await panel.greet(messages);
    await panel.settle();
    expect(await panel.page.getByText('Question 249').isVisible()).toBe(true);
    await expect.poll(() => panel.page.getByRole('article').count()).toBe(500);
    await expect.poll(() => panel.page.locator('.answer strong').count()).toBe(250);
    await panel.settle();
    const distance = await panel.page
      .locator('.scroller')
      .evaluate((place) => place.scrollHeight - place.scrollTop - place.clientHeight);
    expect(distance).toBeLessThan(2);
  });

  // Rows: T11
  it('drops malformed messages and those of another chat', async () => {
    await panel.greet([userMessage()]);
    await panel.send(null, 'text', { type: 'answer-grew' }, { type: 'message-changed', chatId: 'chat', message: {} });
    await panel.send({ ...messageChanged(openAnswer()), chatId: 'other' });
    await panel.settle();
    expect(await panel.page.getByRole('article').count()).toBe(1);
  });
});
