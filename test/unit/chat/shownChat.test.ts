// A chat that is opened from the store, what other windows do to it, and the versions of its messages.
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import type { ChatNews } from '../../../src/shared/chatNews.ts';
import type { ChatTree, MessageToSave } from '../../../src/shared/history.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';
import type { UnsavedChat } from '../../../src/chat/unsavedChats.ts';
import { answered, asked, plain } from '../../support/messages.ts';
import { end, eventsOf, ScriptedClient, text } from './scriptedClient.ts';

describe('a chat that is shown', () => {
  let client: ScriptedClient;
  let session: ChatSession;
  let news: ChatNews[];
  let saved: MessageToSave[];
  let pending: Set<string>;

  beforeEach(() => {
    client = new ScriptedClient();
    news = [];
    saved = [];
    pending = new Set();
    let lastId = 0;
    session = new ChatSession({
      client: () => Promise.resolve(client),
      settings: () => ({ systemPrompt: '' }),
      errors: {
        describeFailure: (error) => ({ kind: 'server', text: String(error), actions: ['retry'] }),
        describeOutcome: (outcome) =>
          outcome === 'cut-off' ? { kind: 'cut-off', text: 'cut', actions: ['continue'] } : undefined,
        describeRetry: () => 'server',
        describeInterruption: () => ({ kind: 'cut-off', text: 'interrupted', actions: ['continue'] }),
      },
      tell: (one) => news.push(one),
      keeper: {
        save: (_head, messages) => {
          saved.push(...messages);
          return Promise.resolve();
        },
        grow: () => undefined,
        unsavedOf: (id) => unsavedOf(id),
      },
      workspace: () => undefined,
      now: () => 0,
      schedule,
      createId: () => `id-${(lastId += 1)}`,
    });
  });

  function lastAnswer() {
    const message: ChatMessage | undefined = session.messages.at(-1);
    if (message?.role !== 'assistant') {
      throw new Error('The chat does not end with an answer.');
    }
    return plain(message);
  }

  function unsavedOf(chatId: string): UnsavedChat | undefined {
    const messages = saved.filter(({ message }) => pending.has(message.id));
    return messages.length === 0 ? undefined : { head: { id: chatId, title: '', model: 'm' }, messages };
  }

  const textsOf = (): readonly string[] => session.messages.map((message) => plain(message).text);

  function stored(...messages: readonly ChatMessage[]): ChatTree {
    const summary = { id: 'kept', title: 'Kept', model: 'm', isPinned: false, createdAt: 1, updatedAt: 1 };
    return {
      summary,
      messages: messages.map((message, index) => ({
        ...{ message, createdAt: 1, isGrowing: false },
        parentId: messages[index - 1]?.id,
      })),
      leafId: messages.at(-1)?.id,
    };
  }

  const question = asked({ text: 'Why?' });
  const halfAnswer = answered({ text: 'Bec', status: 'streaming' });

  it('opens a kept chat, whose unfinished answer was interrupted and can be continued', async () => {
    session.openChat(stored(question, halfAnswer));
    expect(session.chatId).toBe('kept');
    expect(lastAnswer()).toMatchObject({ text: 'Bec', status: 'ended', error: { text: 'interrupted' } });
    client.events = () => eventsOf(text('ause.'), end('stop'));
    await session.continueAnswer('a', 'm');
    expect(lastAnswer()).toMatchObject({ text: 'Because.', status: 'ended', outcome: 'stop' });
  });

  it('leaves an answer that another window still writes as it is', () => {
    const chat = stored(question, halfAnswer);
    session.openChat({ ...chat, messages: chat.messages.map((one) => ({ ...one, isGrowing: true })) });
    expect(lastAnswer()).toMatchObject({ status: 'streaming' });
  });

  it('takes over what another window adds, and keeps the answer under way here', async () => {
    session.openChat(stored(question));
    client.events = async function* (signal) {
      yield text('mine');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const sending = session.send('m', 'And?');
    await expect.poll(() => textsOf().at(-1)).toBe('mine');
    const theirs = asked({ id: 'theirs', text: 'From there' });
    const [, own, answer] = session.messages;
    session.refresh(
      stored(
        question,
        theirs,
        ...(own ? [own] : []),
        ...(answer ? [answered({ id: answer.id, text: 'mi', status: 'streaming' })] : []),
      ),
    );
    expect(textsOf()).toEqual(['Why?', 'From there', 'And?', 'mine']);
    await session.stop();
    await sending;
    expect(lastAnswer()).toMatchObject({ text: 'mine', outcome: 'stopped' });
  });

  it('loses nothing that is not kept yet when another window writes', async () => {
    session.openChat(stored(question));
    client.events = () => eventsOf(text('mine'), end('stop'));
    await session.send('m', 'And?');
    pending = new Set(session.messages.slice(1).map(({ id }) => id));
    const theirs = asked({ id: 'theirs', text: 'From there' });
    session.refresh(stored(question, theirs));
    expect(textsOf()).toEqual(['Why?', 'From there', 'And?', 'mine']);
    pending.clear();
    session.refresh(stored(question, theirs));
    expect(textsOf()).toEqual(['Why?', 'From there']);
  });

  it('ends an interrupted answer for good, also one that is not in sight', () => {
    const replaced = answered({ id: 'b', text: 'Old', status: 'waiting' });
    const chat = stored(question, answered({ text: 'New' }));
    const place = { parentId: 'q', createdAt: 1, isGrowing: false };
    session.openChat({ ...chat, messages: [...chat.messages, { message: replaced, ...place }] });
    expect(saved).toMatchObject([{ message: { id: 'b', status: 'ended', outcome: 'cut-off' }, place: 'next' }]);
    expect(textsOf()).toEqual(['Why?', 'New']);
  });

  it('tells of the versions of each message in sight', async () => {
    const chat = stored(question, answered({ text: 'Old' }));
    const other = { message: answered({ id: 'b', text: 'New' }), parentId: 'q', createdAt: 1, isGrowing: false };
    session.openChat({ ...chat, messages: [...chat.messages, other], leafId: 'b' });
    expect(news.at(-1)).toEqual({
      ...{ type: 'chat-opened', chatId: 'kept' },
      messages: [{ message: question }, { message: other.message, versions: ['a', 'b'] }],
    });
    client.events = () => eventsOf(text('Newer'), end('stop'));
    await session.retry('b', 'm');
    const { id } = lastAnswer();
    expect(news.at(-1)).toMatchObject({ type: 'message-changed', versions: ['a', 'b', id] });
    expect(textsOf()).toEqual(['Why?', 'Newer']);
    // An export of what is here has them all.
    const tree = session.tree(5);
    expect(tree.messages.map(({ message, parentId }) => [message.id, parentId])).toEqual([
      ['q', undefined],
      ['a', 'q'],
      ['b', 'q'],
      [id, 'q'],
    ]);
    expect(tree.leafId).toBe(id);
  });

  it('tells of a version that another window has added, and shows what that shows', () => {
    const chat = stored(question, answered({ text: 'Old' }));
    session.openChat(chat);
    news = [];
    const other = { message: answered({ id: 'b', text: 'New' }), parentId: 'q', createdAt: 2, isGrowing: false };
    session.refresh({ ...chat, messages: [...chat.messages, other] });
    expect(news).toMatchObject([{ type: 'message-changed', message: { id: 'a' }, versions: ['a', 'b'] }]);
    session.refresh({ ...chat, messages: [...chat.messages, other], leafId: 'b' });
    expect(news.at(-1)).toMatchObject({ type: 'chat-opened', messages: [{}, { versions: ['a', 'b'] }] });
    expect(textsOf()).toEqual(['Why?', 'New']);
  });

  it('keeps a version that is not kept yet beside what another window still shows', async () => {
    const chat = stored(question, answered({ text: 'Old' }));
    session.openChat(chat);
    client.events = () => eventsOf(text('New'), end('stop'));
    await session.retry('a', 'm');
    pending = new Set([lastAnswer().id]);
    session.refresh(chat);
    expect(textsOf()).toEqual(['Why?', 'New']);
    expect(news.at(-1)).toMatchObject({ type: 'message-changed' });
  });

  /** The chat with another version of its answer, which a window has brought into sight. */
  function withTheirs(chat: ChatTree, versionOf: string): ChatTree {
    const parentId = chat.messages.find(({ message }) => message.id === versionOf)?.parentId;
    const theirs = { message: answered({ id: 'theirs', text: 'Theirs' }), parentId, createdAt: 2, isGrowing: false };
    return { ...chat, messages: [...chat.messages, theirs], leafId: 'theirs' };
  }

  it('keeps the answer in sight that is being written here, whatever another window brings into sight', async () => {
    const chat = stored(question, answered({ text: 'Old' }));
    session.openChat(chat);
    client.events = async function* (signal) {
      yield text('mine');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const retrying = session.retry('a', 'm');
    await expect.poll(() => textsOf().at(-1)).toBe('mine');
    const { id } = lastAnswer();
    session.refresh(withTheirs(session.tree(2), id));
    expect(textsOf()).toEqual(['Why?', 'mine']);
    await session.stop();
    await retrying;
    // It is in sight in the store, too.
    expect(saved.at(-1)).toMatchObject({ message: { id, outcome: 'stopped' }, place: { after: 'q' } });
    expect(textsOf()).toEqual(['Why?', 'mine']);
    session.refresh(withTheirs(session.tree(3), id));
    expect(textsOf()).toEqual(['Why?', 'Theirs']);
  });

  /** Asks again for the answer `a`; call the result to let that fail. */
  async function retryInVain(): Promise<() => Promise<void>> {
    let fail: (error: Error) => void = () => undefined;
    client.events = async function* () {
      await new Promise((_, reject) => {
        fail = reject;
      });
    };
    const retrying = session.retry('a', 'm');
    await expect.poll(() => client.requests.length).toBe(1);
    return async () => {
      fail(new Error('down'));
      await retrying;
    };
  }

  /** The chat with what another window has added behind one of its messages. */
  function withAdded(chat: ChatTree, parentId: string | undefined): ChatTree {
    const theirs = [asked({ id: 'next', text: 'And there?' }), answered({ id: 'theirs', text: 'Here.' })];
    const added = theirs.map((message, index) => ({
      ...{ message, createdAt: 2, isGrowing: false },
      parentId: index === 0 ? parentId : 'next',
    }));
    return { ...chat, messages: [...chat.messages, ...added], leafId: 'theirs' };
  }

  it('hides nothing that another window has added behind an answer that was asked for in vain', async () => {
    session.openChat(stored(question, answered({ text: 'Old' })));
    const fail = await retryInVain();
    const before = session.tree(2);
    session.refresh(withAdded(before, before.leafId));
    await fail();
    expect(textsOf()).toEqual(['Why?', '', 'And there?', 'Here.']);
    expect(session.messages[1]).toMatchObject({ status: 'failed', error: { text: 'Error: down' } });
  });

  it('brings back what another window has added behind the answer that comes back', async () => {
    session.openChat(stored(question, answered({ text: 'Old' })));
    const fail = await retryInVain();
    session.refresh(withAdded(session.tree(2), 'a'));
    expect(textsOf()).toEqual(['Why?', '']);
    await fail();
    expect(textsOf()).toEqual(['Why?', 'Old', 'And there?', 'Here.']);
    expect(news.at(-1)).toMatchObject({ type: 'chat-opened', messages: [{}, {}, {}, { message: { id: 'theirs' } }] });
  });
});
