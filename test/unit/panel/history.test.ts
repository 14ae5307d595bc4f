// The list of kept chats in the panel: when it opens and closes, and what it asks for.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, describe } from 'vitest';
import type { ChatSummary } from '../../../src/shared/history.ts';
import { launchBrowser, PanelPage, type PageSource } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

const chats = (count: number): { readonly chat: ChatSummary; readonly excerpt: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    chat: {
      id: `kept-${index}`,
      title: `Chat number ${index}`,
      model: 'deepseek-chat',
      isPinned: false,
      createdAt: 1_700_000_000_000 - index * 3_600_000,
      updatedAt: 1_700_000_000_000 - index * 3_600_000,
    },
    excerpt: '',
  }));

describe('the list of kept chats', () => {
  let source: PageSource;
  let browser: Browser;
  let panel: PanelPage;

  beforeAll(async () => {
    [source, browser] = await Promise.all([chatPage(), launchBrowser()]);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    panel = await PanelPage.open(browser, source);
  });
  afterEach(async () => {
    expect(panel.troubles).toEqual([]);
    await panel.page.context().close();
  });

  const searchBox = () => panel.page.getByRole('searchbox', { name: 'Search chats', exact: true });

  /** Answers the newest request for the list, as the host does. */
  async function list(count: number, change: Partial<ChatSummary> = {}): Promise<void> {
    const view = (await panel.posted('history-requested')).at(-1)?.view;
    const hits = chats(count).map(({ chat, excerpt }) => ({ chat: { ...chat, ...change }, excerpt }));
    await panel.send({ type: 'history-listed', view, hits, hasMore: false, hasWorkspace: false });
    await panel.settle();
  }

  it('stays open when the chat of before a reload arrives after it was opened', async () => {
    await panel.send(
      { type: 'appearance-changed', language: 'en', translations: {}, fontSize: 0 },
      { type: 'connection-changed', connection: { hasKey: true, isKeyOptional: false } },
    );
    await panel.button('History').click();
    await searchBox().waitFor();
    await panel.send({ type: 'chat-opened', chatId: 'late', messages: [] });
    await list(3);
    expect(await panel.page.getByRole('listitem').count()).toBe(3);
  });

  it('stays open when the chat in sight is shown anew, and closes when another one opens', async () => {
    await panel.greet();
    await panel.button('History').click();
    await list(3);
    await panel.send({ type: 'chat-opened', chatId: 'chat', messages: [] });
    await panel.settle();
    expect(await searchBox().isVisible()).toBe(true);
    await panel.page.getByRole('button', { name: 'Chat number 1' }).click();
    expect((await panel.posted('chat-chosen')).map(({ chatId }) => chatId)).toEqual(['kept-1']);
    await panel.send({ type: 'chat-opened', chatId: 'kept-1', messages: [] });
    await panel.composer.waitFor();
    expect(await searchBox().count()).toBe(0);
  });

  it('goes back to the chat in sight when that is chosen', async () => {
    await panel.greet();
    await panel.send({ type: 'chat-opened', chatId: 'kept-0', messages: [] });
    await panel.button('History').click();
    await list(3);
    await panel.page.getByRole('button', { name: 'Chat number 0' }).click();
    await panel.composer.waitFor();
    expect(await searchBox().count()).toBe(0);
    expect(await panel.posted('chat-chosen')).toEqual([]);
  });

  it.each([
    [1_234_500_000, '1,234.5 credits'],
    [3_185_000, '3.19 credits'],
    [1_234, '0.00123 credits'],
  ])('says of a chat that cost %d millionths: %s', async (costMicros, text) => {
    await panel.greet();
    await panel.button('History').click();
    await list(1, { costMicros });
    await panel.page.getByRole('listitem').filter({ hasText: text }).waitFor();
  });

  it('says in the one live region that a chat went to the trash', async () => {
    await panel.greet();
    await panel.button('History').click();
    await list(2);
    await panel.page.getByRole('listitem').first().hover();
    await panel.page.getByRole('listitem').first().getByRole('button', { name: 'Move to trash', exact: true }).click();
    await panel.button('Undo').waitFor();
    expect(await panel.page.getByRole('status').allTextContents()).toEqual(['Moved to the trash: Chat number 0']);
    await panel.button('Close history').click();
    await panel.settle();
    expect(await panel.page.getByRole('status').allTextContents()).toEqual(['']);
  });
});
