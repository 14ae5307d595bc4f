import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withUnsaved } from '../../../src/chat/unsavedChats.ts';
import type { ChatHead, MessageToSave } from '../../../src/shared/history.ts';
import { asked } from '../../support/messages.ts';
import { StoreSession } from '../../../src/store/storeSession.ts';

const ids = ['a', 'b', 'c', 'd'];

const after = fc.option(fc.constantFrom(...ids), { nil: undefined });
const saves: fc.Arbitrary<MessageToSave[]> = fc.array(
  fc
    .record({ id: fc.constantFrom(...ids), text: fc.string(), after, isNext: fc.boolean() })
    .map(({ id, text, isNext, after: parent }): MessageToSave => {
      const message = asked({ id, text });
      return { message, place: isNext ? 'next' : { after: parent } };
    }),
  { maxLength: 6 },
);

describe('a chat with what could not be saved of it', () => {
  let folder: string;
  let store: StoreSession;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-unsaved-'));
    store = new StoreSession({ folder, windowId: 'window', onNews: () => undefined });
  });
  afterAll(async () => {
    store.close();
    await rm(folder, { recursive: true });
  });

  it('is what the store would hold, had it saved all', () => {
    let count = 0;
    fc.assert(
      fc.property(saves, saves, (before, after) => {
        const chatId = `chat-${(count += 1)}`;
        const head: ChatHead = { id: chatId, title: 'Chat', model: 'm' };
        // Each run has a chat of its own in the same store.
        const own = (id: string | undefined): string | undefined => (id === undefined ? undefined : `${chatId}-${id}`);
        const [kept, held] = [before, after].map((list) =>
          list.map(({ message, place }): MessageToSave => ({
            message: { ...message, id: `${chatId}-${message.id}` },
            place: place === 'next' ? place : { after: own(place.after) },
          })),
        );
        if (!kept || !held) {
          return;
        }
        store.saveMessages(head, kept);
        const expected = withUnsaved(store.readTree(chatId), { head, messages: held }, 1);
        store.saveMessages(head, held);
        const tree = store.readTree(chatId);
        expect(expected.leafId).toBe(tree?.leafId);
        expect(expected.messages.map(({ message, parentId }) => [message, parentId])).toEqual(
          tree?.messages.map(({ message, parentId }) => [message, parentId]),
        );
      }),
    );
  });

  it('is there even where nothing of it was saved', () => {
    const head: ChatHead = { id: 'new', title: 'New', model: 'm', workspace: { id: 'file:///w', name: 'w' } };
    const message = asked({ text: 'Hi' });
    const tree = withUnsaved(undefined, { head, messages: [{ message, place: 'next' }] }, 5);
    expect(tree).toMatchObject({ summary: { ...head, createdAt: 5, isPinned: false }, leafId: 'q' });
  });
});
