// Messages in parts, as the panel shows them: in their order, and with a word for what this version does not know.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/shared/chat.ts';
import { answerGrew, endedAnswer, messageChanged, openAnswer, reasoningGrew, userMessage } from './messages.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

const unknown = 'Something that this version cannot show';

describe('the parts of messages', () => {
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
    await panel.page.context().close();
  });

  const shown = (): Promise<string[]> =>
    panel.page.locator('.answer .reasoning summary, .answer > div p, .answer > .note').allInnerTexts();

  it('of an answer stand in their order, each unknown one as such', async () => {
    const parts: Answer['parts'] = [
      { kind: 'reasoning', text: 'Hm', ms: 2_000 },
      { kind: 'text', text: 'I look.' },
      { kind: 'tool-call', id: '1', name: 'read', arguments: '{}' },
      { kind: 'opaque', value: { kind: 'hologram' } },
      { kind: 'reasoning', text: 'So', ms: 7_000 },
      { kind: 'text', text: 'It says.' },
    ];
    await panel.greet([userMessage(), endedAnswer({ parts })]);
    await panel.page.getByText('It says.').waitFor();
    expect(await shown()).toEqual(['Thought for 2 s', 'I look.', unknown, unknown, 'Thought for 7 s', 'It says.']);
    await panel.article('deepseek-chat').getByRole('button', { name: 'Copy', exact: true }).click();
    expect(await panel.posted('text-copied')).toEqual([{ type: 'text-copied', text: 'I look.\n\nIt says.' }]);
  });

  it('of an answer grow where the pieces say, and reasoning that comes late stands before its text', async () => {
    await panel.greet([userMessage()]);
    await panel.send(messageChanged(openAnswer()), answerGrew('On'), reasoningGrew('Late'), answerGrew('e.', 1));
    await panel.page.getByText('One.').waitFor();
    expect(await shown()).toEqual(['Thought', 'One.']);
    const parts: Answer['parts'] = [
      { kind: 'reasoning', text: 'Late' },
      { kind: 'text', text: 'One.' },
      { kind: 'tool-call', id: '1', name: 'read', arguments: '{}' },
    ];
    await panel.send(messageChanged(openAnswer({ status: 'streaming', parts })), answerGrew('Two.', 3));
    await panel.page.getByText('Two.').waitFor();
    expect(await shown()).toEqual(['Thought', 'One.', unknown, 'Two.']);
  });

  it('of a user: what is not known takes nothing away from its neighbours', async () => {
    const selection = {
      ...{ id: 'a', kind: 'selection', label: 'src/main.ts', uri: 'file:///main.ts', languageId: 'typescript' },
      ...{ startLine: 3, endLine: 3, text: 'x' },
    };
    const room = { id: 'b', kind: 'room', label: 'Room', walls: 4 };
    const question = userMessage({ attachments: [selection, room] });
    await panel.greet([{ ...question, parts: [...question.parts, { kind: 'opaque', value: { kind: 'hologram' } }] }]);
    expect(await panel.article('You').locator('.user-text').innerText()).toBe('A question');
    expect(await panel.article('You').locator('.chip').allInnerTexts()).toEqual(['src/main.ts:3', unknown, unknown]);
    expect(await panel.page.locator('.chip[title="Room"]').count()).toBe(1);
    expect(await panel.article('You').locator('button.chip').count()).toBe(1);
  });
});
