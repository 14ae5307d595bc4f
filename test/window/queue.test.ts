// Messages that wait to be sent: they go when their answer has ended, whether or not anybody looks, and are there again after whatever
// happened to page and window; what cannot be sent comes back with what was attached to it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { emptyOutbox } from '../../src/shared/outbox.ts';
import { ChatStore } from '../../src/store/chatStore.ts';
import { demoKey } from '../gateway/gateway.ts';
import {
  alerts,
  answerEnds,
  answers,
  ask,
  askAndWait,
  bodyOf,
  chatRequests,
  messageBox,
  newChat,
  panel,
  questions,
  stopButton,
  waitForText,
} from '../support/chat.ts';
import { draftIs } from '../support/drafts.ts';
import { chatRow, openHistory, openingPart } from '../support/history.ts';
import { storeWorkerOf } from '../support/storeWorker.ts';
import { chatInSight } from './support/postedChat.ts';
import { reset, useStage } from './support/stage.ts';

const words = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
const slow = { tokensPerSecond: 60, answer: () => ({ text: words }) };
const fast = { tokensPerSecond: Infinity, answer: () => ({ text: 'A quick answer.' }) };

describe('messages that wait to be sent', () => {
  const stage = useStage({ key: demoKey });
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-queue-'));
    await writeFile(join(folder, 'open.js'), 'const answerOfAll = 42;\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => reset(stage()));
  afterEach(async () => {
    const { window, gateway } = stage();
    expect(window.troubles).toEqual([]);
    window.changeSettings({ 'opencodex.baseUrl': gateway.baseUrl });
    gateway.configure(fast);
    await messageBox(window).fill('');
  });

  const queue = () => panel(stage().window).getByRole('list', { name: 'Queued messages' });
  const queued = () => queue().locator('.queued-text');
  const sendNow = () => panel(stage().window).getByRole('button', { name: 'Send now', exact: true });

  /** The last question of each request for a chat, oldest first. */
  function asked(): unknown[] {
    return chatRequests(stage().gateway).map((entry) => bodyOf(entry).messages.at(-1)?.content);
  }

  async function write(text: string): Promise<void> {
    const box = messageBox(stage().window);
    await box.fill(text);
    await box.press('Enter');
  }

  async function waitFor(texts: readonly string[]): Promise<void> {
    await stage().window.waitFor(
      () => queued().allInnerTexts(),
      (found) => JSON.stringify(found) === JSON.stringify(texts),
    );
  }

  /** A question whose answer takes its time, and messages that wait for its end. */
  async function askAndQueue(question: string, ...texts: readonly string[]): Promise<void> {
    const { window, gateway } = stage();
    gateway.configure(slow);
    await ask(window, question);
    await waitForText(window, 'word1');
    for (const text of texts) {
      await write(text);
    }
    await waitFor(texts);
  }

  /** Waits until as many requests have been made, and their answers have ended. */
  async function requestsEnd(count: number): Promise<void> {
    const { window, gateway } = stage();
    await window.waitFor(
      () => Promise.resolve(chatRequests(gateway).length === count ? gateway.openRequests : 1),
      (open) => open === 0,
      30_000,
    );
  }

  it('go one by one while the panel is hidden', async () => {
    const { window, gateway } = stage();
    const before = asked().length;
    await askAndQueue('Hidden first', 'Hidden second', 'Hidden third');
    await window.setPanelVisible(false);
    gateway.configure(fast);
    await requestsEnd(before + 3);
    await window.setPanelVisible(true);
    await questions(window).filter({ hasText: 'Hidden third' }).waitFor();
    await answerEnds(window);
    expect(await queue().count()).toBe(0);
    expect(await questions(window).locator('.user-text').allInnerTexts()).toEqual([
      'Hidden first',
      'Hidden second',
      'Hidden third',
    ]);
    expect(asked().slice(before)).toEqual(['Hidden first', 'Hidden second', 'Hidden third']);
  });

  it('are there when the panel is shown again, and go on from there', async () => {
    const { window, gateway } = stage();
    const before = asked().length;
    await askAndQueue('Shown first', 'Shown second', 'Shown third');
    await window.setPanelVisible(false);
    await window.setPanelVisible(true);
    await waitFor(['Shown second', 'Shown third']);
    await queue()
      .getByRole('listitem')
      .filter({ hasText: 'Shown second' })
      .getByRole('button', { name: 'Remove queued message', exact: true })
      .click();
    await waitFor(['Shown third']);
    gateway.configure(fast);
    await requestsEnd(before + 2);
    await answerEnds(window);
    expect(await queue().count()).toBe(0);
    expect(asked().slice(before)).toEqual(['Shown first', 'Shown third']);
  });

  it.each([
    ['ended', { isKilled: false }],
    ['killed', { isKilled: true }],
    ['killed, with what the page kept', { isKilled: true, keepsPageState: false }],
  ])('wait for the user after the window was %s in the middle of an answer', async (_how, options) => {
    const { window, gateway } = stage();
    await askAndQueue('Reloaded first', 'Reloaded second', 'Reloaded third');
    const before = asked().length;
    gateway.configure(fast);
    await window.reload(options);
    await questions(window).filter({ hasText: 'Reloaded first' }).waitFor();
    await waitFor(['Reloaded second', 'Reloaded third']);
    await alerts(window).getByRole('button', { name: 'Continue', exact: true }).waitFor();
    await sendNow().waitFor();
    expect(asked()).toHaveLength(before);
    await sendNow().click();
    await requestsEnd(before + 2);
    await answerEnds(window);
    expect(asked().slice(before)).toEqual(['Reloaded second', 'Reloaded third']);
    await window.reload(options);
    await questions(window).filter({ hasText: 'Reloaded third' }).waitFor();
    await answerEnds(window);
    expect(await queue().count()).toBe(0);
  });

  it('wait for the user after an answer was stopped, and stay with their chat', async () => {
    const { window, gateway } = stage();
    await askAndQueue('Left first', 'Left second');
    await stopButton(window).click();
    await sendNow().waitFor();
    gateway.configure(fast);
    await newChat(window);
    expect(await queue().count()).toBe(0);
    await askAndWait(window, 'In between');
    const before = asked().length;
    await openHistory(window);
    await openingPart(chatRow(window, 'Left first')).click();
    await waitFor(['Left second']);
    await sendNow().click();
    await requestsEnd(before + 1);
    await answerEnds(window);
    const { messages } = bodyOf(chatRequests(gateway).at(-1) ?? expect.fail());
    expect(messages.filter(({ role }) => role === 'user').map(({ content }) => content)).toEqual([
      'Left first',
      'Left second',
    ]);
  });

  it('come back into the message box to be edited', async () => {
    const { window } = stage();
    await askAndQueue('Edited first', 'Edited second');
    await queue().getByRole('button', { name: 'Edit queued message', exact: true }).click();
    await draftIs(window, 'Edited second');
    await queue().waitFor({ state: 'detached' });
    await stopButton(window).click();
    await answerEnds(window);
    await window.reload({ isKilled: true, keepsPageState: false });
    await draftIs(window, 'Edited second');
  });

  it('come back with the reason where they cannot be sent, though nobody looks and the window is killed', async () => {
    const { window, gateway } = stage();
    const before = asked().length;
    await askAndQueue('Refused first', 'Refused second');
    window.changeSettings({ 'opencodex.baseUrl': 'http://gateway.example' });
    await window.setPanelVisible(false);
    gateway.configure({ tokensPerSecond: Infinity });
    await requestsEnd(before + 1);
    await window.setPanelVisible(true);
    await draftIs(window, 'Refused second');
    await alerts(window).filter({ hasText: 'must begin with https' }).first().waitFor();
    await answerEnds(window);
    expect(await queue().count()).toBe(0);
    await window.reload({ isKilled: true, keepsPageState: false });
    await draftIs(window, 'Refused second');
    expect(asked().slice(before)).toEqual(['Refused first']);
  });

  it('come back with what was attached, which goes with them the next time, after a kill, too', async () => {
    const { window, gateway } = stage();
    gateway.configure(fast);
    window.changeSettings({ 'opencodex.baseUrl': 'http://gateway.example' });
    window.openFile(join(folder, 'open.js'), 1, 1);
    await window.callCommand('opencodex.explainSelection');
    const attachments = () => panel(window).getByRole('list', { name: 'Attachments' });
    await attachments().getByText('open.js').waitFor();
    const draft = await messageBox(window).inputValue();
    expect(draft).not.toBe('');
    await window.waitFor(
      () => Promise.resolve(draftsIn(window.databaseFile)),
      (rows) => rows.some(({ text, queue: kept }) => text === draft && kept.includes('answerOfAll')),
    );
    await window.reload({ isKilled: true, keepsPageState: false });
    await draftIs(window, draft);
    await attachments().getByText('open.js').waitFor();
    window.changeSettings({ 'opencodex.baseUrl': gateway.baseUrl });
    const before = asked().length;
    await messageBox(window).press('Enter');
    await requestsEnd(before + 1);
    await answers(window).last().waitFor();
    expect(asked().at(-1)).toContain('answerOfAll');
    await attachments().waitFor({ state: 'detached' });
  });

  it('are not those of another window, before that has gone', async () => {
    const { window, gateway } = stage();
    gateway.configure(fast);
    await askAndWait(window, 'Two windows');
    const chatId = chatInSight(window.posted);
    const workspaceId = draftsIn(window.databaseFile)[0]?.workspace_id ?? '';
    const other = new ChatStore({
      workerPath: storeWorkerOf(inject('extensionFolder')),
      folder: dirname(window.databaseFile),
      windowId: 'the other window',
      onNews: () => undefined,
    });
    try {
      const message = { id: 'of-the-other', text: 'Of the other window', attachments: [] };
      await other.drafts.saveOutbox(workspaceId, chatId, { ...emptyOutbox, waiting: [message] });
      const before = asked().length;
      await window.setPanelVisible(false);
      await window.setPanelVisible(true);
      await questions(window).filter({ hasText: 'Two windows' }).waitFor();
      await askAndWait(window, 'Of this window');
      expect(asked().slice(before)).toEqual(['Of this window']);
      expect(await queue().count()).toBe(0);
    } finally {
      await other.close();
    }
    await waitFor(['Of the other window']);
    await sendNow().waitFor();
    expect(asked().at(-1)).toBe('Of this window');
  });
});

function draftsIn(databaseFile: string): readonly { workspace_id: string; text: string; queue: string }[] {
  const database = new DatabaseSync(databaseFile, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare('SELECT workspace_id, text, queue FROM drafts').all() as never;
  } finally {
    database.close();
  }
}
