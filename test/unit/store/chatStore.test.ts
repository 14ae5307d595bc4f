import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { answered, asked, textsInSight } from '../../support/messages.ts';
import type { Answer, ChatMessage } from '../../../src/shared/chat.ts';
import { writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatHead, ChatTree } from '../../../src/shared/history.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { importFile } from '../../../src/store/importFile.ts';
import type { StoreNews } from '../../../src/store/storeMethods.ts';
import { fromStored, toStored } from '../../../src/store/text.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));

describe('ChatStore', () => {
  let folder: string;
  let stores: ChatStore[];
  let news: StoreNews[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-store-'));
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

  function head(id: string, title = `Chat ${id}`): ChatHead {
    return { id, title, model: 'm', workspace: { id: 'file:///w', name: 'w' } };
  }

  function question(id: string, text: string): ChatMessage {
    return asked({ id, text });
  }

  function answer(id: string, text: string, status: Answer['status'] = 'ended'): Answer {
    return answered({ id, text, status });
  }

  async function saveChats(store: ChatStore, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await store.chats.saveMessages(head(`c${index}`), [
        { message: question(`q${index}`, `Question ${index} ${'about things '.repeat(40)}`), place: 'next' },
        { message: answer(`a${index}`, `Answer ${index} ${'and more '.repeat(60)}`), place: 'next' },
      ]);
    }
  }

  async function importTree(store: ChatStore, tree: ChatTree): Promise<void> {
    const bytes = new TextEncoder().encode(writeChatFile([tree]));
    const file = { path: '/chats.json', modifiedAt: 0, bytes, signal: new AbortController().signal };
    const outcome = await importFile(store, { ...file, onProgress: () => undefined });
    expect(outcome).toMatchObject({ kind: 'imported', imported: 1, total: 1 });
  }

  const everything = { isDeleted: false, limit: 1_000, offset: 0 };

  async function textsOf(store: ChatStore, chatId: string): Promise<readonly string[]> {
    return textsInSight(await store.chats.readTree(chatId));
  }

  it('has groups of methods that may be handed on by a promise', async () => {
    const { chats } = openStore('one');
    expect(await Promise.resolve(chats)).toBe(chats);
    expect(await chats.listChatIds()).toEqual([]);
  });

  it('gives back what was saved, with attachments, in another window', async () => {
    const attachment = {
      ...{ id: 'at', kind: 'selection' as const, label: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript' },
      ...{ startLine: 1, endLine: 2, text: 'const a = 1;' },
    };
    const message = asked({ text: 'Why?', attachments: [attachment] });
    const reply: Answer = {
      ...answer('a', 'Because.'),
      usage: { promptTokens: 1, completionTokens: 2 },
      cost: { source: 'gateway', micros: 1_300 },
    };
    await openStore('one').chats.saveMessages(head('c'), [
      { message, place: 'next' },
      { message: reply, place: 'next' },
    ]);
    const chat = await openStore('two').chats.readTree('c');
    expect(chat?.messages.map((stored) => stored.message)).toEqual([message, reply]);
    expect(chat?.summary).toMatchObject({ title: 'Chat c', model: 'm', costMicros: 1_300, workspace: { name: 'w' } });
  });

  it('lists all chats, whatever their answers are said to have cost', async () => {
    const store = openStore();
    const cost = { source: 'gateway', micros: Number.MAX_SAFE_INTEGER } as const;
    const messages = ['a', 'b', 'c'].map((id) => ({
      message: { ...answer(id, 'Dear.'), cost },
      place: 'next' as const,
    }));
    await store.chats.saveMessages(head('c'), messages);
    const [listed] = await store.chats.listChats(everything);
    expect(listed?.costMicros).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('keeps every piece of an answer that grows, and knows it as interrupted when its window has gone', async () => {
    const writer = openStore('writer');
    await writer.chats.saveMessages(head('c'), [{ message: answer('a', '', 'waiting'), place: 'next' }]);
    await writer.chats.growAnswer('a', [{ part: 0, kind: 'text', text: 'half a \uD83D' }]);
    await writer.chats.growAnswer('a', [
      { part: 0, kind: 'reasoning', text: 'thou' },
      { part: 1, kind: 'text', text: '\uDE00 pair' },
      { part: 0, kind: 'reasoning', text: 'ght' },
    ]);
    const reader = openStore('reader');
    const growing = await reader.chats.readTree('c');
    expect(growing?.messages[0]?.isGrowing).toBe(true);
    expect(growing?.messages[0]?.message.parts).toEqual([
      { kind: 'reasoning', text: 'thought' },
      { kind: 'text', text: 'half a 😀 pair' },
    ]);
    expect(await reader.chats.findInterrupted('file:///w')).toBeUndefined();
    await writer.close();
    expect((await reader.chats.readTree('c'))?.messages[0]?.isGrowing).toBe(false);
    expect(await reader.chats.findInterrupted('file:///w')).toBe('c');
  });

  // Rows: F4, F6
  it('takes messages of two windows one after the other, and a branch beside what it replaces', async () => {
    const [one, two] = [openStore('one'), openStore('two')];
    await one.chats.saveMessages(head('c'), [{ message: question('q1', 'first'), place: 'next' }]);
    await two.chats.saveMessages(head('c'), [{ message: question('q2', 'second'), place: 'next' }]);
    await one.chats.saveMessages(head('c'), [{ message: question('q3', 'third'), place: 'next' }]);
    expect(await textsOf(two, 'c')).toEqual(['first', 'second', 'third']);
    await one.chats.saveMessages(head('c'), [{ message: question('q4', 'instead'), place: { after: 'q2' } }]);
    expect(await textsOf(two, 'c')).toEqual(['first', 'second', 'instead']);
    expect((await two.chats.readTree('c'))?.messages).toHaveLength(4);
    // What is brought back brings along what was put behind it.
    await two.chats.saveMessages(head('c'), [{ message: question('q2', 'second'), place: { after: 'q1' } }]);
    expect(await textsOf(one, 'c')).toEqual(['first', 'second', 'instead']);
    await two.chats.saveMessages(head('c'), [{ message: question('q3', 'third'), place: { after: 'q2' } }]);
    await two.chats.saveMessages(head('c'), [{ message: question('q5', 'fifth'), place: 'next' }]);
    await two.chats.saveMessages(head('c'), [{ message: question('q4', 'instead'), place: { after: 'q2' } }]);
    await one.chats.saveMessages(head('c'), [{ message: question('q3', 'third'), place: { after: 'q2' } }]);
    expect(await textsOf(one, 'c')).toEqual(['first', 'second', 'third', 'fifth']);
  });

  it.each([
    ['查', true],
    ['数据', true],
    ['据库查', true],
    ['TEMPAT', true],
    ['a["b%_', true],
    ['OR NOT', true],
    ['e)', true],
    ['up-to-date', true],
    ['-', true],
    ['a/b', true],
    ['查数', false],
    ['absent', false],
    ['  ', false],
  ])('finds “%s”: %s', async (query, isFound) => {
    const store = openStore();
    await store.chats.saveMessages(head('c', 'Untitled'), [
      { message: question('q', 'Di tempat ini: a["b%_"] OR NOT (maybe) a/b up-to-date 数据库查'), place: 'next' },
    ]);
    const hits = await store.chats.searchChats({ query, limit: 10, isDeleted: false });
    expect(hits).toHaveLength(isFound ? 1 : 0);
    const [hit] = hits;
    if (hit?.match) {
      expect(hit.excerpt.slice(hit.match.start, hit.match.end).toLowerCase()).toBe(query.split(' ')[0]?.toLowerCase());
    }
  });

  it('finds any piece of a text, whatever characters it has', async () => {
    const store = openStore();
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), async (text) => {
        await store.chats.saveMessages(head('c', 'Untitled'), [{ message: question('q', text), place: 'next' }]);
        const hits = await store.chats.searchChats({ query: text, limit: 10, isDeleted: false });
        expect(hits).toHaveLength(text.trim() === '' ? 0 : 1);
      }),
    );
  });

  it('renames for good, pins, and deletes into a trash that can be restored or emptied', async () => {
    const store = openStore();
    await saveChats(store, 3);
    await store.chats.renameChat('c0', 'Named');
    await store.chats.saveMessages(head('c0'), []);
    await store.chats.pinChat('c0', true);
    const listed = await store.chats.listChats(everything);
    expect(listed[0]).toMatchObject({ id: 'c0', title: 'Named', isPinned: true });
    await store.chats.deleteChat('c0');
    await store.chats.deleteChat('c1');
    await store.chats.restoreChat('c1');
    expect((await store.chats.listChats({ ...everything, isDeleted: true })).map(({ id }) => id)).toEqual(['c0']);
    expect(await store.chats.searchChats({ query: 'Question 0', limit: 9, isDeleted: false })).toEqual([]);
    await store.chats.emptyTrash();
    expect(await store.chats.readTree('c0')).toBeUndefined();
    expect(await store.chats.listChatIds()).toEqual(['c1', 'c2']);
  });

  it('takes a chat that goes on out of the trash, but not one whose answer only ends', async () => {
    const store = openStore();
    const inTrash = async () => (await store.chats.listChats({ ...everything, isDeleted: true })).length;
    await store.chats.saveMessages(head('c'), [
      { message: question('q', 'Why?'), place: 'next' },
      { message: answer('a', '', 'waiting'), place: 'next' },
    ]);
    await store.chats.deleteChat('c');
    await store.chats.saveMessages(head('c'), [{ message: answer('a', 'Because.'), place: 'next' }]);
    expect(await inTrash()).toBe(1);
    await store.chats.saveMessages(head('c'), [{ message: question('q2', 'And then?'), place: 'next' }]);
    expect(await inTrash()).toBe(0);
    expect(await textsOf(store, 'c')).toEqual(['Why?', 'Because.', 'And then?']);
  });

  // Rows: F6
  it('tells other windows of changes', async () => {
    const [one, two] = [openStore('one'), openStore('two')];
    await two.chats.listChats(everything);
    await saveChats(one, 1);
    await expect
      .poll(() => news.filter((one) => one.type === 'changed' && !one.isOwn), { timeout: 2_000 })
      .toHaveLength(1);
  });

  it('imports a tree as it was exported, twice without a double, out of the trash, and never over a message of another chat', async () => {
    const store = openStore();
    await saveChats(store, 1);
    const tree = await store.chats.readTree('c0');
    if (!tree) {
      throw new Error('The chat is not there.');
    }
    await importTree(store, tree);
    expect(await store.chats.readTree('c0')).toEqual(tree);
    await store.chats.deleteChat('c0');
    await importTree(store, tree);
    expect(await store.chats.readTree('c0')).toEqual(tree);
    const hostile = { ...tree, summary: { ...tree.summary, id: 'other' } };
    await importTree(store, { ...hostile, messages: hostile.messages.slice(0, 1), leafId: 'q0' });
    expect(await store.chats.readTree('c0')).toEqual(tree);
    expect(await textsOf(store, 'other')).toEqual(textsInSight({ ...tree, leafId: 'q0' }));
  });

  // Rows: F20
  it('reads chats of a newer version, and writes nothing', async () => {
    const store = openStore();
    await saveChats(store, 2);
    await store.close();
    const path = join(folder, 'chats.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 1000; PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const before = await readFile(path);
    const older = openStore('older');
    expect(await older.chats.listChats(everything)).toHaveLength(2);
    await expect(older.chats.deleteChat('c0')).rejects.toMatchObject({ problem: 'newer' });
    expect(before.equals(await readFile(path))).toBe(true);
  });

  // Rows: F20
  it('turns read-only in a window that is open while another one migrates', async () => {
    const store = openStore();
    await saveChats(store, 1);
    const newer = new DatabaseSync(join(folder, 'chats.db'));
    newer.exec('PRAGMA user_version = 1000');
    newer.close();
    await expect(store.chats.renameChat('c0', 'no')).rejects.toMatchObject({ problem: 'newer' });
    expect((await store.chats.readTree('c0'))?.summary.title).toBe('Chat c0');
  });

  // Rows: F2, F3, F21
  it.each(['header', 'middle', 'truncated', 'text'])(
    'sets a damaged file aside, keeps it, and takes over what can be read: %s',
    async (damage) => {
      const store = openStore();
      await saveChats(store, 60);
      await store.close();
      const path = join(folder, 'chats.db');
      const { size } = await stat(path);
      if (damage === 'text') {
        await writeFile(path, 'This is no database.'.repeat(1_000));
      } else if (damage === 'truncated') {
        await truncate(path, Math.floor(size / 8_192) * 4_096);
      } else {
        const file = await open(path, 'r+');
        const start = damage === 'header' ? 0 : Math.floor(size / 8_192) * 4_096;
        await file.write(Buffer.alloc(damage === 'header' ? 100 : 4_096), 0, undefined, start);
        await file.close();
      }
      const again = openStore('again');
      let found = 0;
      for (let index = 0; index < 60; index += 1) {
        // Whichever page is damaged, somebody reads it.
        found += (await again.chats.readTree(`c${index}`))?.messages.length === 2 ? 1 : 0;
      }
      await again.chats.saveMessages(head('new'), [{ message: question('new-q', 'goes on'), place: 'next' }]);
      expect(await textsOf(again, 'new')).toEqual(['goes on']);
      if (damage === 'middle') {
        expect(found).toBeGreaterThan(30);
      }
      const isTold = news.filter(({ type }) => type === 'recovered').length;
      const asides = (await readdir(folder)).filter((name) => name.includes('damaged') && name.endsWith('.db'));
      expect(asides).toHaveLength(isTold);
      expect(damage === 'middle' || isTold === 1).toBe(true);
    },
  );

  it('says so where no folder can be made, and does not try for ever', async () => {
    // Linux says of what is in it that it is not there, and has its parent all the same; elsewhere a file stands in the way.
    const inTheWay = process.platform === 'linux' ? '/proc' : join(folder, 'file');
    if (inTheWay !== '/proc') {
      await writeFile(inTheWay, '');
    }
    const store = new ChatStore({
      workerPath,
      folder: join(inTheWay, 'a', 'b'),
      windowId: 'w',
      onNews: () => undefined,
    });
    stores.push(store);
    await expect(store.chats.listChatIds()).rejects.toMatchObject({ name: 'StoreError' });
  });

  it('lets nobody else read the file', async () => {
    await saveChats(openStore(), 1);
    expect((await stat(join(folder, 'chats.db'))).mode & 0o777).toBe(0o600);
  });

  // Rows: F16
  it('holds any text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
        const all = text + String.fromCharCode(...units);
        expect(fromStored(toStored(all))).toBe(all);
        expect(toStored(all).isWellFormed()).toBe(true);
      }),
    );
  });
});
