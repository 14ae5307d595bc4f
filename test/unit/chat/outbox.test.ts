// What waits to be sent: when it goes, when it stays, and when it comes back.
import { beforeEach, describe, expect, it } from 'vitest';
import { answered, asked } from '../../support/messages.ts';
import type { Attachment } from '../../../src/shared/parts.ts';
import { ChatWindow, settle, World, type Ending } from './outboxWorld.ts';

const selection: Attachment = {
  id: 'selection',
  kind: 'selection',
  label: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'typescript',
  startLine: 1,
  endLine: 2,
  text: 'const a = 1;',
};

describe('Outbox', () => {
  let world: World;
  let window: ChatWindow;

  beforeEach(() => {
    world = new World();
    window = new ChatWindow(world);
  });

  const sentTexts = (): string[] => world.sent.map(({ text }) => text);

  async function submit(text: string, of = window, chatId = of.chatId): Promise<void> {
    const attachmentIds = of.outbox.of(chatId).attachments.map(({ id }) => id);
    void of.outbox.submit(chatId, text, attachmentIds).catch((error: unknown) => of.failures.push(error));
    await settle();
  }

  async function end(ending: Ending, of = window): Promise<void> {
    of.end(ending);
    await settle();
  }

  function idOf(text: string): string {
    return window.waiting.find((message) => message.text === text)?.id ?? 'none';
  }

  it('sends at once where nothing is being answered, and one by one as answers end well', async () => {
    for (const text of ['one', 'two', 'three']) {
      await submit(text);
    }
    expect(sentTexts()).toEqual(['one']);
    expect(window.texts).toEqual(['two', 'three']);
    await end('well');
    expect(sentTexts()).toEqual(['one', 'two']);
    await end('well');
    await end('well');
    expect(sentTexts()).toEqual(['one', 'two', 'three']);
    expect(window.told.at(-1)).toMatchObject({
      chatId: window.chatId,
      outbox: { waiting: [], returned: [], attachments: [] },
    });
  });

  it('lets what is sent before it is known whether anything can be wait', async () => {
    window.isSlow = true;
    await submit('one');
    await submit('two');
    window.isSlow = false;
    window.resolve();
    await settle();
    expect([sentTexts(), window.texts]).toEqual([['one'], ['two']]);
  });

  it.each(['failed', 'stopped', 'with an error'] as const)(
    'waits for the user after an answer that ended %s',
    async (ending) => {
      await submit('one');
      await submit('two');
      await submit('three');
      await end(ending);
      expect([sentTexts(), window.texts]).toEqual([['one'], ['two', 'three']]);
      await window.outbox.sendNow(window.chatId, idOf('two'));
      await window.outbox.sendNow(window.chatId, idOf('three'));
      expect([sentTexts(), window.texts]).toEqual([['one', 'two'], ['three']]);
      await end('well');
      expect(sentTexts()).toEqual(['one', 'two', 'three']);
    },
  );

  it('sends nothing that was removed or is being edited, and nothing for a click that comes late', async () => {
    for (const text of ['one', 'two', 'three', 'four']) {
      await submit(text);
    }
    const [two, three] = [idOf('two'), idOf('three')];
    window.outbox.remove(window.chatId, two);
    window.outbox.recall(window.chatId, three);
    await end('well');
    await end('failed');
    for (const late of [two, three]) {
      window.outbox.remove(window.chatId, late);
      window.outbox.recall(window.chatId, late);
      await window.outbox.sendNow(window.chatId, late);
    }
    expect(sentTexts()).toEqual(['one', 'four']);
    expect(window.outbox.of(window.chatId).returned).toEqual([{ id: three, text: 'three' }]);
    window.outbox.forgetReturned(window.chatId, [three]);
    expect(window.outbox.of(window.chatId).returned).toEqual([]);
  });

  it('stays with its chat, whichever is opened, and goes where the user goes on', async () => {
    const first = window.chatId;
    await submit('one');
    await submit('two');
    window.showNew();
    await submit('other');
    await end('well');
    expect([sentTexts(), window.texts]).toEqual([['one', 'other'], []]);
    window.show(first);
    await settle();
    expect(window.texts).toEqual(['two']);
    await submit('three');
    await end('well');
    expect(world.sent.filter(({ chatId }) => chatId === first).map(({ text }) => text)).toEqual([
      'one',
      'three',
      'two',
    ]);
  });

  it('keeps a message for a chat that is not in sight any more', async () => {
    const first = window.chatId;
    await submit('one');
    window.showNew();
    await submit('late', window, first);
    expect([sentTexts(), window.texts]).toEqual([['one'], []]);
    window.show(first);
    expect(window.texts).toEqual(['late']);
  });

  it('keeps a message whose chat is left before it could go', async () => {
    const first = window.chatId;
    await submit('one');
    await end('well');
    window.isSlow = true;
    await submit('two');
    window.showNew();
    window.resolve();
    await settle();
    expect([sentTexts(), window.texts]).toEqual([['one'], []]);
    window.show(first);
    expect(window.texts).toEqual(['two']);
  });

  it('comes along from a chat in which nothing was ever sent', async () => {
    window.refusal = { kind: 'no-key' };
    window.isSlow = true;
    await submit('one');
    await submit('two');
    window.resolve();
    await settle();
    const left = window.chatId;
    const old = 'an old chat';
    world.messagesOf(old).push(asked({ text: 'old' }));
    window.show(old);
    expect(window.texts).toEqual([]);
    window.showNew();
    expect(window.texts).toEqual(['two']);
    expect(window.outbox.of(window.chatId).returned).toMatchObject([{ text: 'one', refusal: { kind: 'no-key' } }]);
    expect(window.outbox.of(left).waiting).toEqual([]);
  });

  it('gives a refused message back with the reason and its attachments, which go with the next one', async () => {
    window.refusal = { kind: 'address', reason: 'not-https' };
    await window.outbox.ask('Explain', [selection], 'explain');
    const { returned, attachments, waiting } = window.outbox.of(window.chatId);
    expect(returned).toMatchObject([{ text: 'Explain', refusal: { kind: 'address', reason: 'not-https' } }]);
    expect([attachments, waiting]).toEqual([[selection], []]);
    window.refusal = undefined;
    await submit('Explain it');
    expect(world.sent).toEqual([{ chatId: window.chatId, text: 'Explain it', attachments: [selection['text']] }]);
    expect(window.outbox.of(window.chatId).attachments).toEqual([]);
  });

  it('gives back what is asked during an answer, and takes its attachments into the queue with the next message', async () => {
    await submit('one');
    await window.outbox.ask('Explain', [selection], 'explain');
    expect(window.outbox.of(window.chatId).returned).toMatchObject([{ text: 'Explain', refusal: { kind: 'busy' } }]);
    await submit('two');
    expect(window.waiting).toMatchObject([{ text: 'two', attachments: [selection] }]);
    window.outbox.recall(window.chatId, idOf('two'));
    expect(window.outbox.of(window.chatId).attachments).toEqual([selection]);
    window.outbox.removeAttachment(window.chatId, selection.id);
    await submit('three');
    await end('well');
    expect(world.sent.at(-1)).toEqual({ chatId: window.chatId, text: 'three', attachments: [] });
  });

  it('gives a message back that fails for an unknown reason, and says so', async () => {
    await submit('one');
    await submit('two');
    window.failure = new Error('no key chain');
    await end('well');
    expect(window.failures).toEqual([window.failure]);
    expect(window.outbox.of(window.chatId).returned).toMatchObject([{ text: 'two' }]);
    await submit('three');
    expect(window.failures).toHaveLength(2);
    window.failure = undefined;
    await submit('four');
    expect(sentTexts()).toEqual(['one', 'four']);
  });

  it('lets no more than a thousand messages wait', async () => {
    await submit('first');
    for (let index = 0; index <= 1_000; index += 1) {
      void window.outbox.submit(window.chatId, `${index}`, []);
    }
    await settle();
    expect(window.waiting).toHaveLength(1_000);
    expect(window.outbox.of(window.chatId).returned).toMatchObject([{ text: '1000', refusal: { kind: 'too-many' } }]);
  });

  it('lets not more characters wait than can be kept', async () => {
    await submit('first');
    for (let index = 0; index < 11; index += 1) {
      await submit(`${index}`.padEnd(2_000_000, '.'));
    }
    expect(window.waiting).toHaveLength(10);
  });

  it('waits for the user after the window was loaded anew, whenever that was', async () => {
    window.isSlow = true;
    await submit('on its way');
    await submit('next');
    for (const chatId of [window.chatId, 'made by the new window']) {
      window.kill();
      const next = new ChatWindow(world);
      next.show(chatId);
      await settle();
      if (chatId !== window.chatId) {
        await next.outbox.abandon(window.chatId);
      }
      expect(next.texts).toEqual(['on its way', 'next']);
      expect(sentTexts()).toEqual([]);
      window = next;
    }
  });

  it('is not another window’s before the first has gone', async () => {
    await submit('one');
    await submit('two');
    const other = new ChatWindow(world);
    other.show(window.chatId);
    await settle();
    expect(other.texts).toEqual([]);
    // It shows the answer of the first one, which is all that it knows of it.
    await submit('of the other', other);
    await end('well');
    expect(sentTexts()).toEqual(['one', 'two']);
    await other.wait();
    expect(other.texts).toEqual(['of the other']);
    window.kill();
    await other.wait();
    expect(other.texts).toEqual(['of the other']);
  });

  it('is taken over when the first window has gone', async () => {
    await submit('one');
    await submit('two');
    const other = new ChatWindow(world);
    other.show(window.chatId);
    await settle();
    await other.wait();
    expect([other.texts, other.hasScheduled]).toEqual([[], true]);
    window.kill();
    await other.wait();
    expect([other.texts, other.hasScheduled]).toEqual([['two'], false]);
    expect(sentTexts()).toEqual(['one']);
  });

  it('is taken over later where the store could not be asked at first', async () => {
    await submit('one');
    await submit('two');
    window.kill();
    world.isSilent = true;
    const next = new ChatWindow(world);
    next.show(window.chatId);
    await settle();
    await next.wait();
    expect([next.texts, next.hasScheduled]).toEqual([[], true]);
    world.isSilent = false;
    await next.wait();
    expect([next.texts, next.hasScheduled]).toEqual([['two'], false]);
  });

  it('keeps what comes while it is asked what was left', async () => {
    await submit('one');
    await submit('two');
    const { chatId } = window;
    window.kill();
    const next = new ChatWindow(world);
    next.show(chatId);
    next.begin();
    void next.outbox.submit(chatId, 'three', []);
    await settle();
    expect(next.texts).toEqual(['two', 'three']);
    next.kill();
    const last = new ChatWindow(world);
    last.show(chatId);
    await settle();
    expect(last.texts).toEqual(['two', 'three']);
  });

  it('loses nothing of what was left where the window ends before it has heard of it', async () => {
    await submit('one');
    await submit('two');
    const { chatId } = window;
    window.kill();
    const next = new ChatWindow(world);
    next.show(chatId);
    next.begin();
    void next.outbox.submit(chatId, 'three', []);
    next.kill();
    const last = new ChatWindow(world);
    last.show(chatId);
    await settle();
    expect(last.texts).toContain('two');
  });

  it('is saved once the store takes it again, and says so meanwhile', async () => {
    world.refuses = true;
    window.begin();
    await submit('one');
    await settle();
    expect(window.told.at(-1)).toMatchObject({ isStored: false, outbox: { waiting: [{ text: 'one' }] } });
    expect(world.kept.get(window.chatId) ?? []).toEqual([]);
    world.refuses = false;
    await window.wait();
    expect(window.told.at(-1)).toMatchObject({ isStored: true });
    expect(world.kept.get(window.chatId)).toMatchObject([{ outbox: { waiting: [{ text: 'one' }] } }]);
  });

  it('waits for an answer of which it was told nothing', async () => {
    window.answer = answered({ status: 'waiting' });
    await submit('one');
    expect([sentTexts(), window.texts]).toEqual([[], ['one']]);
  });
});
