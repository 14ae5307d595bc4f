// A file of chats on its way through the store's worker: in turns with everything else, and ended when its user wants.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { asked, textsInSight } from '../../support/messages.ts';
import { writeChatFile } from '../../../src/shared/chatFile.ts';
import type { ChatTree } from '../../../src/shared/history.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { importFile, type ImportOutcome } from '../../../src/store/importFile.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));

let folder: string;
let store: ChatStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opencodex-import-'));
  store = new ChatStore({ workerPath, folder, windowId: 'window', onNews: () => undefined });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** As an import makes them, which selects no model. */
function chat(id: string, messages = 1): ChatTree {
  return {
    summary: { id, title: `Chat ${id}`, model: '', isPinned: false, createdAt: 1, updatedAt: 1 },
    messages: Array.from({ length: messages }, (_, index) => ({
      message: asked({ id: `${id}-${index}`, text: `Hello 世界 ${id}` }),
      parentId: index === 0 ? undefined : `${id}-${index - 1}`,
      createdAt: index + 1,
      isGrowing: false,
    })),
    leafId: `${id}-${messages - 1}`,
  };
}

function chats(count: number): ChatTree[] {
  return Array.from({ length: count }, (_, index) => chat(`c${index}`));
}

interface Run {
  readonly modifiedAt?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (imported: number, total: number) => void;
}

function importText(text: string, run: Run = {}): Promise<ImportOutcome> {
  return importBytes(new TextEncoder().encode(text), run);
}

function importBytes(bytes: Uint8Array, { modifiedAt = 0, signal, onProgress }: Run = {}): Promise<ImportOutcome> {
  return importFile(store, {
    path: '/chats.json',
    modifiedAt,
    bytes,
    signal: signal ?? new AbortController().signal,
    onProgress: onProgress ?? (() => undefined),
  });
}

const listed = async (): Promise<number> => (await store.chats.listChatIds()).length;

it.each(
  ['utf-8', 'utf-16le', 'utf-16be'].flatMap((encoding) => [true, false].map((hasMark) => ({ encoding, hasMark }))),
)('reads a file in $encoding, as Windows writes some (byte order mark: $hasMark)', async ({ encoding, hasMark }) => {
  const text = (hasMark ? '\uFEFF' : '') + writeChatFile([chat('c0')]);
  const bytes = encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(text, 'utf16le');
  const outcome = await importBytes(encoding === 'utf-16be' ? bytes.swap16() : bytes);
  expect(outcome).toEqual({ kind: 'imported', imported: 1, added: 1, total: 1 });
  expect(textsInSight(await store.chats.readTree('c0'))).toEqual(['Hello 世界 c0']);
});

it('goes in turns with what else is asked of the store, and says how far it is', async () => {
  const told: (readonly [number, number])[] = [];
  let savedAfter = 0;
  const outcome = await importText(writeChatFile(chats(8_000)), {
    onProgress: (imported, total) => {
      told.push([imported, total]);
      if (told.length === 1) {
        const head = { id: 'own', title: 'Own', model: 'm' };
        const message = asked({ id: 'mine', text: 'Hi' });
        void store.chats.saveMessages(head, [{ message, place: 'next' }]).then(() => (savedAfter = told.length));
      }
    },
  });
  expect(outcome).toEqual({ kind: 'imported', imported: 8_000, added: 8_000, total: 8_000 });
  expect(await listed()).toBe(8_001);
  expect(told.length).toBeGreaterThan(2);
  expect(told.at(-1)).toEqual([8_000, 8_000]);
  expect(savedAfter).toBeLessThan(told.length);
});

it('that is ended keeps what was added, and can be made whole later without a double', async () => {
  const abort = new AbortController();
  const text = writeChatFile(chats(8_000));
  const outcome = await importText(text, { signal: abort.signal, onProgress: () => abort.abort() });
  expect(outcome).toMatchObject({ kind: 'imported', total: 8_000 });
  const some = await listed();
  expect([outcome.kind === 'imported' && outcome.imported, some < 8_000]).toEqual([some, true]);
  await importText(text);
  expect(await listed()).toBe(8_000);
  expect(await store.chats.readTree('c7999')).toEqual(chat('c7999'));
});

it('before it has begun adds nothing', async () => {
  const outcome = await importText(writeChatFile(chats(2)), { signal: AbortSignal.abort() });
  expect(outcome).toEqual({ kind: 'imported', imported: 0, added: 0, total: 0 });
});

it('in several pieces is read as one, and its bytes stay where they are', async () => {
  const long = chat('long', 2);
  const whole = { ...long, messages: long.messages.map((stored) => withText(stored, '世'.repeat(2_000_000))) };
  const bytes = new TextEncoder().encode(writeChatFile([whole]));
  const { length } = bytes;
  const file = { path: '/chats.json', modifiedAt: 0, bytes, signal: new AbortController().signal };
  await importFile(store, { ...file, onProgress: () => undefined });
  expect(await store.chats.readTree('long')).toEqual(whole);
  expect([length, bytes.length]).toEqual([length, length]);
});

function withText(stored: ChatTree['messages'][number], text: string): ChatTree['messages'][number] {
  return { ...stored, message: asked({ id: stored.message.id, text }) };
}

it.each([
  ['ten thousand chats', () => writeChatFile(chats(10_001)), 'too-many'],
  ['ten thousand messages of a chat', () => writeChatFile([chat('c', 10_001)]), 'too-many'],
  [
    'ten thousand messages of another program',
    () => JSON.stringify(Array.from({ length: 10_001 }, () => ({ role: 'user', content: 'Hi' }))),
    'too-many',
  ],
  ['two hundred brackets within each other', () => '['.repeat(30_000_000), 'unknown'],
  ['eight million parts', () => `[${'1,'.repeat(10_000_000)}1]`, 'too-many'],
])('of more than %s is refused, and nothing added', async (_, text, problem) => {
  expect(await importText(text())).toEqual({ kind: 'refused', problem });
  expect(await listed()).toBe(0);
});

it('that the store cannot keep says how much of it is there', async () => {
  // A file stands where the folder should be.
  const inTheWay = join(folder, 'file');
  await writeFile(inTheWay, '');
  const broken = new ChatStore({ workerPath, folder: inTheWay, windowId: 'window', onNews: () => undefined });
  const bytes = new TextEncoder().encode(writeChatFile(chats(3)));
  const file = { path: '/chats.json', modifiedAt: 0, bytes, signal: new AbortController().signal };
  const outcome = await importFile(broken, { ...file, onProgress: () => undefined });
  await broken.close();
  expect(outcome).toMatchObject({ kind: 'imported', imported: 0, total: 3, failure: { name: 'StoreError' } });
});

it('of a conversation that has grown leads to its new end; what was there already counts for nothing', async () => {
  const session = (count: number): string => {
    const said = (index: number) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content: `Text ${index}` });
    const history = Array.from({ length: count }, (_, index) => ({ message: said(index) }));
    return JSON.stringify({ sessionId: 's', title: 'S', history });
  };
  const leaf = async (): Promise<string | undefined> => {
    return textsInSight(await store.chats.readTree('continue-s')).at(-1);
  };
  expect(await importText(session(2))).toMatchObject({ added: 1 });
  expect(await importText(session(4))).toMatchObject({ added: 1 });
  expect([(await store.chats.readTree('continue-s'))?.messages.length, await leaf()]).toEqual([4, 'Text 3']);
  expect(await importText(session(4))).toEqual({ kind: 'imported', imported: 1, added: 0, total: 1 });
  // An older file changes nothing.
  expect(await importText(session(2))).toMatchObject({ added: 0 });
  expect(await leaf()).toBe('Text 3');
});

it('of two conversations of Cline from one folder makes two chats', async () => {
  const said = (text: string): string => JSON.stringify([{ role: 'user', content: text }]);
  // Some file systems tell parts of a millisecond.
  await importText(said('How do I sort?'), { modifiedAt: 1_700_000_000_000.5 });
  await importText(said('How do I search?'));
  expect(await listed()).toBe(2);
  expect(await importText(said('How do I sort?'))).toMatchObject({ added: 0 });
});

it('adds nothing for the second time, also where another chat has one of its ids', async () => {
  await importText(writeChatFile([chat('a')]));
  const other = chat('b');
  const clashing: ChatTree = {
    ...other,
    messages: other.messages.map((stored) => ({ ...stored, message: { ...stored.message, id: 'a-0' } })),
    leafId: 'a-0',
  };
  expect(await importText(writeChatFile([clashing]))).toMatchObject({ added: 1 });
  expect(await importText(writeChatFile([clashing]))).toMatchObject({ added: 0 });
  expect(textsInSight(await store.chats.readTree('b'))).toEqual(['Hello 世界 b']);
});
