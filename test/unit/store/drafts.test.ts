// Drafts and the last open chat in the real store: kept by workspace, emptied with what was sent, gone with their chat.
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { asked } from '../../support/messages.ts';
import type { KeptDraft } from '../../../src/shared/draft.ts';
import type { ChatHead } from '../../../src/shared/history.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import type { StoreNews } from '../../../src/store/storeMethods.ts';
import { downgrade } from '../../faults/support/oldSchema.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));
const workspace = 'file:///w';
const opened = { chatId: 'c', openedAt: 100 };

describe('drafts in the store', () => {
  let folder: string;
  let stores: ChatStore[];
  let news: StoreNews[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-drafts-'));
    stores = [];
    news = [];
  });

  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  function openStore(windowId = 'window'): ChatStore {
    const store = new ChatStore({ workerPath, folder, windowId, onNews: (one) => news.push(one) });
    stores.push(store);
    return store;
  }

  function draft(text: string, change: Partial<KeptDraft> = {}): KeptDraft {
    return { chatId: 'c', text, writtenAt: 100, ...change };
  }

  async function ask(store: ChatStore, id: string, text: string, chatId = 'c'): Promise<void> {
    const chat: ChatHead = { id: chatId, title: text, model: 'm', workspace: { id: workspace, name: 'w' } };
    await store.chats.saveMessages(chat, [{ message: asked({ id, text }), place: 'next' }]);
  }

  /** What lies in the file, whatever the store gives back. */
  function textsInFile(): unknown[] {
    const database = new DatabaseSync(join(folder, 'chats.db'), { readOnly: true });
    const rows = database.prepare('SELECT text FROM drafts ORDER BY row_id').all();
    database.close();
    return rows.map(({ text }) => text);
  }

  it('gives another window of the workspace what was kept last, and only that workspace', async () => {
    const text = 'half a \uD83D thought\0\nand more';
    const kept = draft(text);
    await openStore('one').drafts.saveDrafts(workspace, [draft('before'), kept], opened);
    const other = openStore('two');
    expect(await other.drafts.readDrafts(workspace, ['none', 'c'])).toEqual([kept]);
    expect(await other.drafts.readOpenChat(workspace)).toEqual(opened);
    expect(await other.drafts.readDrafts('', ['c'])).toEqual([]);
    expect(await other.drafts.readOpenChat('')).toBeUndefined();
    expect((await stat(join(folder, 'chats.db'))).mode & 0o777).toBe(0o600);
  });

  it('keeps of an emptied draft when it was emptied, and nothing else', async () => {
    const store = openStore();
    await store.drafts.saveDrafts(workspace, [draft('something')], opened);
    await store.drafts.saveDrafts(workspace, [draft('', { writtenAt: 200 })], opened);
    expect(await store.drafts.readDrafts(workspace, ['c'])).toEqual([draft('', { writtenAt: 200 })]);
    expect(textsInFile()).toEqual(['']);
  });

  it('empties the draft that was sent together with keeping the message, and no other', async () => {
    const store = openStore();
    const drafts = [draft('\n  sent\n'), draft('  sent', { chatId: 'other' })];
    await store.drafts.saveDrafts(workspace, drafts, opened);
    await ask(store, 'q1', '  sent');
    expect(await store.drafts.readDrafts(workspace, ['c', 'other'])).toEqual([
      draft('', { writtenAt: 101 }),
      draft('  sent', { chatId: 'other' }),
    ]);
  });

  it('removes the draft of a chat that is deleted for good, but not of one in the trash', async () => {
    const store = openStore();
    await ask(store, 'q', 'asked');
    await store.drafts.saveDrafts(workspace, [draft('of c'), draft('of a new one', { chatId: 'new' })], opened);
    await store.chats.deleteChat('c');
    expect(await store.drafts.readDrafts(workspace, ['c'])).toHaveLength(1);
    await store.chats.emptyTrash();
    expect(textsInFile()).toEqual(['of a new one']);
  });

  it('notes the chat that is open as later than any time it knows, and writes it once', async () => {
    const store = openStore();
    const future = Date.now() + 1e9;
    await store.drafts.saveDrafts(workspace, [], { chatId: 'c', openedAt: future });
    await store.drafts.noteOpenChat(workspace, 'c');
    expect(await store.drafts.readOpenChat(workspace)).toEqual({ chatId: 'c', openedAt: future });
    await store.drafts.noteOpenChat(workspace, 'next');
    expect(await store.drafts.readOpenChat(workspace)).toEqual({ chatId: 'next', openedAt: future + 1 });
    const before = Date.now();
    await store.drafts.noteOpenChat('', 'c');
    expect((await store.drafts.readOpenChat(''))?.openedAt).toBeGreaterThanOrEqual(before);
  });

  it('forgets the oldest drafts of a workspace, and none of another', async () => {
    const store = openStore();
    await store.drafts.saveDrafts('file:///x', [draft('elsewhere', { writtenAt: 1 })], opened);
    const many = Array.from({ length: 120 }, (_, index) => draft(`${index}`, { chatId: `${index}`, writtenAt: index }));
    await store.drafts.saveDrafts(workspace, many, opened);
    const ids = many.map(({ chatId }) => chatId);
    expect(await store.drafts.readDrafts(workspace, ids)).toEqual(many.slice(20));
    expect(await store.drafts.readDrafts('file:///x', ['c'])).toHaveLength(1);
  });

  // Rows: F19
  it('comes to the chats of an older version, which stay as they are', async () => {
    const older = openStore('older');
    await ask(older, 'q', 'from long ago');
    await older.close();
    downgrade(folder);
    const store = openStore('newer');
    expect((await store.chats.readTree('c'))?.messages).toHaveLength(1);
    await store.drafts.saveDrafts(workspace, [draft('new')], opened);
    expect(await store.drafts.readDrafts(workspace, ['c'])).toEqual([draft('new')]);
  });

  it('outlives damage elsewhere in the file', async () => {
    const store = openStore();
    for (let index = 0; index < 40; index += 1) {
      await ask(store, `q${index}`, 'about things '.repeat(100), `c${index}`);
    }
    await store.drafts.saveDrafts(workspace, [draft('still here')], opened);
    await store.close();
    const path = join(folder, 'chats.db');
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(4_096), 0, undefined, Math.floor((await file.stat()).size / 8_192) * 4_096);
    await file.close();
    const again = openStore('again');
    for (let index = 0; index < 40; index += 1) {
      // Whichever page is damaged, somebody reads it.
      await again.chats.readTree(`c${index}`);
    }
    await again.chats.searchChats({ query: 'about things', limit: 100, isDeleted: false });
    expect(await again.drafts.readDrafts(workspace, ['c'])).toEqual([draft('still here')]);
    expect(news.filter(({ type }) => type === 'recovered')).toHaveLength(1);
  });

  it('says so where nothing can be written, and still reads', async () => {
    const store = openStore();
    await store.drafts.saveDrafts(workspace, [draft('kept')], opened);
    const newer = new DatabaseSync(join(folder, 'chats.db'));
    newer.exec('PRAGMA user_version = 1000');
    newer.close();
    await expect(store.drafts.saveDrafts(workspace, [draft('no')], opened)).rejects.toMatchObject({
      problem: 'newer',
    });
    await expect(store.drafts.noteOpenChat(workspace, 'other')).rejects.toMatchObject({ problem: 'newer' });
    expect(await store.drafts.readDrafts(workspace, ['c'])).toEqual([draft('kept')]);
  });
});
