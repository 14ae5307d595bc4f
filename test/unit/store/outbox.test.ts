// What waits to be sent, in the real store: by window, gone with what was sent, taken over from windows that have gone.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { asked } from '../../support/messages.ts';
import type { Attachment } from '../../../src/shared/parts.ts';
import { emptyOutbox, type ChatOutbox } from '../../../src/shared/outbox.ts';
import { ChatStore } from '../../../src/store/chatStore.ts';
import { storeWorkerOf } from '../../support/storeWorker.ts';

const workerPath = storeWorkerOf(inject('extensionFolder'));
const workspace = 'file:///w';
const selection: Attachment = {
  id: 'selection',
  kind: 'selection',
  label: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'typescript',
  startLine: 1,
  endLine: 2,
  text: 'half a \uD83D surrogate\0 and “more”',
};

describe('the outbox in the store', () => {
  let folder: string;
  let stores: ChatStore[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-outbox-'));
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  function openStore(windowId: string): ChatStore {
    const store = new ChatStore({ workerPath, folder, windowId, onNews: () => undefined });
    stores.push(store);
    return store;
  }

  function waiting(...ids: string[]): ChatOutbox {
    return { ...emptyOutbox, waiting: ids.map((id) => ({ id, text: `text of ${id}`, attachments: [] })) };
  }

  const full: ChatOutbox = {
    waiting: [{ id: 'one', text: 'waits', attachments: [selection] }],
    returned: [{ id: 'two', text: 'came back', refusal: { kind: 'address', reason: 'not-https' } }],
    attachments: [{ ...selection, id: 'other' }],
  };

  function inFile(path: string, sql: string, ...values: string[]): unknown[] {
    const database = new DatabaseSync(join(path, 'chats.db'));
    try {
      return database.prepare(sql).all(...values);
    } finally {
      database.close();
    }
  }

  const queueInFile = (): unknown => inFile(folder, 'SELECT queue FROM drafts')[0];

  async function keepMessage(store: ChatStore, id: string): Promise<void> {
    const chat = { id: 'c', title: 'c', model: 'm', workspace: { id: workspace, name: 'w' } };
    const message = asked({ id, text: `text of ${id}` });
    await store.chats.saveMessages(chat, [{ message, place: 'next' }]);
  }

  const claimIn = async (store: ChatStore): Promise<ChatOutbox> =>
    (await store.drafts.claimOutbox(workspace, 'c')).outbox;

  it('is taken over whole, once, when its window has gone, and only in its workspace', async () => {
    const first = openStore('first');
    await first.drafts.saveOutbox(workspace, 'c', waiting('before'));
    await first.drafts.saveOutbox(workspace, 'c', full);
    await first.close();
    const second = openStore('second');
    expect(await second.drafts.claimOutbox('', 'c')).toEqual({ outbox: emptyOutbox, isHeldElsewhere: false });
    expect(await second.drafts.claimOutbox(workspace, 'c')).toEqual({ outbox: full, isHeldElsewhere: false });
    expect(await claimIn(second)).toEqual(emptyOutbox);
    // It was not lost with the second window before that had kept it itself.
    await second.close();
    expect(await claimIn(openStore('third'))).toEqual(full);
  });

  it('stays with a window that is there', async () => {
    const first = openStore('first');
    const second = openStore('second');
    await first.drafts.saveOutbox(workspace, 'c', waiting('one'));
    await second.drafts.saveOutbox(workspace, 'c', waiting('two'));
    expect(await second.drafts.claimOutbox(workspace, 'c')).toEqual({ outbox: emptyOutbox, isHeldElsewhere: true });
    await first.close();
    expect(await claimIn(second)).toEqual(waiting('one'));
    await second.close();
    expect(await claimIn(openStore('third'))).toEqual(waiting('one', 'two'));
  });

  it('says that its window is there, so that no other takes it', async () => {
    const first = openStore('first');
    await first.drafts.saveOutbox(workspace, 'c', waiting('one'));
    expect(inFile(folder, 'SELECT id FROM windows')).toMatchObject([{ id: 'first' }]);
  });

  it('leaves neither text nor row behind when all has been sent or removed', async () => {
    const store = openStore('first');
    await store.drafts.saveOutbox(workspace, 'c', emptyOutbox);
    expect(queueInFile()).toBeUndefined();
    await store.drafts.saveOutbox(workspace, 'c', waiting('one', 'two'));
    await keepMessage(store, 'one');
    await store.drafts.saveOutbox(workspace, 'c', waiting('two'));
    await keepMessage(store, 'two');
    expect(queueInFile()).toEqual({ queue: '[]' });
  });

  it('never gives a message that is in the chat, whoever was the last to write', async () => {
    const first = openStore('first');
    await first.drafts.saveOutbox(workspace, 'c', waiting('one', 'two', 'three'));
    await keepMessage(first, 'one');
    // Of before it was known that the message is kept.
    await first.drafts.saveOutbox(workspace, 'c', waiting('one', 'two', 'three'));
    const second = openStore('second');
    await keepMessage(second, 'two');
    await first.close();
    expect(await claimIn(second)).toEqual(waiting('three'));
  });

  it('is not touched by drafts, nor they by it', async () => {
    const store = openStore('first');
    const draft = { chatId: 'c', text: 'draft', writtenAt: 100 };
    const openChat = { chatId: 'c', openedAt: 1 };
    await store.drafts.saveOutbox(workspace, 'c', full);
    // A row that is made for it is older than any draft.
    expect(await store.drafts.readDrafts(workspace, ['c'])).toEqual([{ chatId: 'c', text: '', writtenAt: 0 }]);
    await store.drafts.saveDrafts(workspace, [draft], openChat);
    await store.drafts.saveOutbox(workspace, 'c', waiting('one'));
    expect(await store.drafts.readDrafts(workspace, ['c'])).toEqual([draft]);
    const many = Array.from({ length: 150 }, (_, index) => ({ chatId: `${index}`, text: '', writtenAt: 200 + index }));
    await store.drafts.saveDrafts(workspace, many, openChat);
    await store.close();
    expect(await claimIn(openStore('second'))).toEqual(waiting('one'));
  });

  it('goes with a chat that is deleted for good', async () => {
    const store = openStore('first');
    await keepMessage(store, 'q');
    await store.drafts.saveOutbox(workspace, 'c', waiting('one'));
    await store.chats.deleteChat('c');
    await store.chats.emptyTrash();
    expect(queueInFile()).toBeUndefined();
  });

  it('takes over the queue that an older version has left', async () => {
    const older = openStore('older');
    await older.drafts.saveDrafts(workspace, [{ chatId: 'c', text: 'draft', writtenAt: 1 }], {
      chatId: 'c',
      openedAt: 1,
    });
    await older.close();
    inFile(folder, 'UPDATE drafts SET queue = ?', JSON.stringify(['waits', 'waits too']));
    const { waiting: taken } = await claimIn(openStore('newer'));
    expect(taken.map(({ text, attachments }) => [text, attachments])).toEqual([
      ['waits', []],
      ['waits too', []],
    ]);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(2);
    expect(await claimIn(openStore('third'))).toEqual(emptyOutbox);
  });

  it('takes what it can read of what another version has left', async () => {
    const store = openStore('first');
    await store.drafts.saveOutbox(workspace, 'c', full);
    await store.close();
    const left = [
      { owner: 'x', waiting: [{ id: 'a', text: 'reads', attachments: [{ id: 'b', kind: 'unknown' }], more: 1 }, 7] },
      { owner: 'y', waiting: 'none', attachments: [selection, null] },
      {
        owner: 'z',
        returned: [
          { id: 'c', text: 'refused anew', refusal: { kind: 'of-tomorrow' } },
          { id: 'd', text: 'refused', refusal: { kind: 'busy' } },
          { id: 'e', text: 'to be edited' },
        ],
      },
      17,
    ];
    inFile(folder, 'UPDATE drafts SET queue = ?', JSON.stringify(left));
    expect(await claimIn(openStore('second'))).toEqual({
      waiting: [{ id: 'a', text: 'reads', attachments: [] }],
      returned: [
        { id: 'c', text: 'refused anew' },
        { id: 'd', text: 'refused', refusal: { kind: 'busy' } },
        { id: 'e', text: 'to be edited' },
      ],
      attachments: [selection],
    });
  });
});
