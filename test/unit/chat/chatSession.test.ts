import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { Answer, ChatMessage } from '../../../src/shared/chat.ts';
import type { TurnError } from '../../../src/shared/failure.ts';
import type { ChatHead, MessageToSave, StoredChat } from '../../../src/shared/history.ts';
import { end, eventsOf, ScriptedClient, text, thought } from './scriptedClient.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';

const today = 1_700_000_000_000;

describe('ChatSession', () => {
  let client: ScriptedClient;
  let session: ChatSession;
  let told: string[];
  let grown: string;
  let saved: { readonly head: ChatHead; readonly messages: readonly MessageToSave[] }[];
  let keptGrowth: string;
  let pending: Set<string>;
  let now: number;

  beforeEach(() => {
    client = new ScriptedClient();
    told = [];
    grown = '';
    saved = [];
    keptGrowth = '';
    pending = new Set();
    now = 0;
    let lastId = 0;
    session = new ChatSession({
      client: () => Promise.resolve(client),
      settings: () => ({ systemPrompt: '', maxTokens: 100 }),
      errors: {
        describeFailure: (error): TurnError => ({ kind: 'server', text: String(error), actions: ['retry'] }),
        describeOutcome: (outcome, cause) =>
          outcome === 'cut-off' ? { kind: 'cut-off', text: cause?.message ?? 'cut', actions: ['continue'] } : undefined,
        describeRetry: () => 'rate-limited',
        describeInterruption: () => ({ kind: 'cut-off', text: 'interrupted', actions: ['continue'] }),
      },
      listener: {
        chatOpened: (_id, messages) => told.push(`opened ${messages.length}`),
        messageChanged: (_id, message) => told.push(message.role === 'user' ? 'user' : message.status),
        messageRemoved: () => told.push('removed'),
        answerGrew: (_id, _message, delta) => (grown += delta.text),
        retryScheduled: (_id, _message, { attempt, delayMs, reason }) =>
          told.push(`attempt ${attempt} in ${delayMs}: ${reason}`),
        costSettled: (_id, _message, cost) => told.push(`cost ${cost.micros ?? '?'}`),
      },
      keeper: {
        save: (head, messages) => {
          saved.push({ head, messages });
          return Promise.resolve();
        },
        grow: (_head, _answer, delta) => (keptGrowth += delta.text),
        isPending: (id) => pending.has(id),
      },
      workspace: () => ({ id: 'file:///w', name: 'w' }),
      now: () => now,
      date: () => today,
      schedule,
      createId: () => `id-${(lastId += 1)}`,
    });
  });

  function lastAnswer(): Answer {
    const message: ChatMessage | undefined = session.messages.at(-1);
    if (message?.role !== 'assistant') {
      throw new Error('The chat does not end with an answer.');
    }
    return message;
  }

  it('keeps the question and the whole answer, and tells of each step', async () => {
    const usage = { promptTokens: 3, completionTokens: 2 };
    client.events = () => eventsOf(text('Hel'), text('lo'), { type: 'usage', usage }, end('stop'));
    await session.send('m', 'Hi');
    expect(lastAnswer()).toMatchObject({ text: 'Hello', status: 'ended', outcome: 'stop', usage, model: 'm' });
    expect(told).toEqual(['user', 'waiting', 'streaming', 'ended']);
    expect(grown).toBe('Hello');
  });

  it('sends the conversation so far and the settings of the moment', async () => {
    client.events = () => eventsOf(text('Hello'), end('stop'));
    await session.send('m', 'Hi');
    const attachment = { id: 'a', kind: 'selection', label: 'a.ts', uri: 'file:///a.ts', languageId: 'ts' } as const;
    await session.send('m', 'Explain.', { attachments: [{ ...attachment, startLine: 1, endLine: 2, text: 'x\ny' }] });
    expect(client.requests[1]).toMatchObject({ model: 'm', maxTokens: 100 });
    expect(client.requests[1]?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Explain.\n\nFrom `a.ts`, lines 1 to 2:\n\n```ts\nx\ny\n```' },
    ]);
  });

  it('keeps what came before a failure, and never throws it', async () => {
    client.events = () => eventsOf(text('Half'), new Error('gone'));
    await session.send('m', 'Hi');
    expect(lastAnswer()).toMatchObject({ text: 'Half', status: 'failed', error: { text: 'Error: gone' } });
  });

  it('leaves a failed answer without text out of the next request', async () => {
    client.events = () => eventsOf(new Error('gone'));
    await session.send('m', 'One');
    await session.send('m', 'Two');
    expect(client.requests[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'user']);
  });

  // Rows: F35
  it('makes one request however often it is asked while an answer grows', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    client.events = async function* () {
      await gate;
      yield end('stop');
    };
    const first = session.send('m', 'Hi');
    expect(await session.send('m', 'Hi')).toBe(false);
    open(undefined);
    expect(await first).toBe(true);
    expect(client.requests).toHaveLength(1);
  });

  it('stops, keeps what came, and is free again once stop resolves', async () => {
    client.events = async function* (signal) {
      yield text('Some');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield end('stopped');
    };
    const sending = session.send('m', 'Hi');
    await expect.poll(() => grown).toBe('Some');
    await session.stop();
    expect(session.isBusy).toBe(false);
    await sending;
    expect(lastAnswer()).toMatchObject({ text: 'Some', status: 'ended', outcome: 'stopped' });
  });

  it('replaces a failed answer on retry', async () => {
    client.events = () => eventsOf(new Error('gone'));
    await session.send('m', 'Hi');
    client.events = () => eventsOf(text('Hello'), end('stop'));
    await session.retry(lastAnswer().id, 'other');
    expect(session.messages).toHaveLength(2);
    expect(lastAnswer()).toMatchObject({ text: 'Hello', model: 'other' });
    expect(told).toContain('removed');
  });

  it('continues a cut answer where it ends, and adds up what both requests used', async () => {
    client.events = () =>
      eventsOf(
        text('One, '),
        { type: 'usage', usage: { promptTokens: 1, completionTokens: 2, cost: 3 } },
        end('cut-off'),
      );
    await session.send('m', 'Count');
    expect(lastAnswer().error?.actions).toEqual(['continue']);
    client.events = () =>
      eventsOf(text('two'), { type: 'usage', usage: { promptTokens: 10, completionTokens: 20 } }, end('stop'));
    await session.continueAnswer(lastAnswer().id, 'm');
    expect(lastAnswer()).toMatchObject({
      text: 'One, two',
      outcome: 'stop',
      usage: { promptTokens: 11, completionTokens: 22, cost: 3 },
    });
    expect(lastAnswer().error).toBeUndefined();
    expect(client.requests[1]?.messages.at(-2)).toEqual({ role: 'assistant', content: 'One, ' });
  });

  it('says what cut an answer off, where that is known', async () => {
    client.events = () => eventsOf(text('One'), { type: 'turn-end', outcome: 'cut-off', error: new Error('too long') });
    await session.send('m', 'Hi');
    expect(lastAnswer()).toMatchObject({ status: 'ended', outcome: 'cut-off', error: { text: 'too long' } });
  });

  it('gives nothing of an answer to the chat that follows it', async () => {
    client.events = async function* (signal) {
      yield text('Old');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield text('late');
      yield end('stopped');
    };
    const sending = session.send('m', 'Hi');
    await expect.poll(() => grown).toBe('Old');
    session.startNewChat();
    await sending;
    expect(session.messages).toEqual([]);
    expect(grown).toBe('Old');
    expect(told.at(-1)).toBe('opened 0');
  });

  it('announces a retry before its wait, and knows what is left of it until the answer begins', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    client.events = async function* () {
      yield { type: 'retry', attempt: 1, delayMs: 500, error: new Error('busy') };
      await gate;
      yield text('x');
      await new Promise((resolve) => setImmediate(resolve));
      left = session.pendingRetry;
      yield end('stop');
    };
    let left: typeof session.pendingRetry;
    const sending = session.send('m', 'Hi');
    await expect.poll(() => told).toContain('attempt 2 in 500: rate-limited');
    now = 400;
    const retry = { attempt: 2, delayMs: 100, reason: 'rate-limited' };
    expect(session.pendingRetry).toEqual({ messageId: lastAnswer().id, retry });
    now = 900;
    expect(session.pendingRetry?.retry.delayMs).toBe(0);
    left = session.pendingRetry;
    open(undefined);
    await sending;
    expect(left).toBeUndefined();
    expect(session.pendingRetry).toBeUndefined();
  });

  it('times reasoning up to the first text', async () => {
    client.events = async function* () {
      now = 1_000;
      yield* eventsOf(thought('Hm'));
      await expect.poll(() => lastAnswer().reasoning).toBe('Hm');
      now = 3_500;
      yield* eventsOf(text('Yes'), end('stop'));
    };
    await session.send('m', 'Hi');
    expect(lastAnswer()).toMatchObject({ reasoning: 'Hm', text: 'Yes', firstTokenMs: 1_000, reasoningMs: 2_500 });
  });

  // Rows: F12
  it('saves the question before it is asked, the answer as it grows, and its end', async () => {
    client.events = () => {
      expect(saved.map(({ messages }) => messages.map(({ message }) => message.role))).toEqual([['user', 'assistant']]);
      return eventsOf(text('Hel'), text('lo'), end('stop'));
    };
    await session.send('m', 'Hi there\nsecond line');
    expect(keptGrowth).toBe('Hello');
    expect(saved).toHaveLength(2);
    expect(saved[1]?.head).toEqual({
      id: session.chatId,
      title: 'Hi there',
      model: 'm',
      workspace: { id: 'file:///w', name: 'w' },
    });
    expect(saved[1]?.messages[0]?.message).toMatchObject({ text: 'Hello', status: 'ended' });
  });

  it('keeps a failed answer beside the one that replaces it', async () => {
    client.events = () => eventsOf(new Error('no'));
    await session.send('m', 'Hi');
    const question = session.messages[0]?.id;
    client.events = () => eventsOf(text('yes'), end('stop'));
    await session.retry(lastAnswer().id, 'm');
    expect(saved.at(-2)?.messages[0]?.place).toEqual({ after: question });
  });

  it('ends the answer under way as stopped, and saves it, when the chat is left', async () => {
    client.events = async function* (signal) {
      yield text('half');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const sending = session.send('m', 'Hi');
    await expect.poll(() => session.messages.at(-1)).toMatchObject({ text: 'half' });
    session.startNewChat();
    await sending;
    expect(saved.at(-1)?.messages[0]?.message).toMatchObject({ text: 'half', outcome: 'stopped' });
    expect(session.messages).toEqual([]);
  });

  function stored(...messages: readonly ChatMessage[]): StoredChat {
    const summary = { id: 'kept', title: 'Kept', model: 'm', isPinned: false, createdAt: 1, updatedAt: 1 };
    return {
      summary,
      messages: messages.map((message) => ({ message, parentId: undefined, createdAt: 1, isGrowing: false })),
    };
  }

  const question: ChatMessage = { id: 'q', role: 'user', text: 'Why?', attachments: [] };
  const halfAnswer: Answer = {
    id: 'a',
    role: 'assistant',
    model: 'm',
    text: 'Bec',
    reasoning: '',
    status: 'streaming',
  };

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
    await expect.poll(() => session.messages.at(-1)).toMatchObject({ text: 'mine' });
    const theirs: ChatMessage = { ...question, id: 'theirs', text: 'From there' };
    const [, own, answer] = session.messages;
    session.refresh(
      stored(question, theirs, ...(own ? [own] : []), ...(answer ? [{ ...lastAnswer(), text: 'mi' }] : [])),
    );
    expect(session.messages.map(({ text: shown }) => shown)).toEqual(['Why?', 'From there', 'And?', 'mine']);
    await session.stop();
    await sending;
    expect(lastAnswer()).toMatchObject({ text: 'mine', outcome: 'stopped' });
  });

  it('gives the chat as it stands here, dated now, for an export where it is not kept', async () => {
    client.events = () => eventsOf(text('Hello'), end('stop'));
    await session.send('m', 'Hi');
    const { summary, messages, leafId } = session.tree();
    expect(summary).toMatchObject({ model: 'm', isPinned: false, createdAt: today, updatedAt: today });
    expect(messages.map(({ createdAt }) => createdAt)).toEqual([today, today]);
    expect(leafId).toBe(lastAnswer().id);
  });

  it('loses nothing that is not kept yet when another window writes', async () => {
    session.openChat(stored(question));
    client.events = () => eventsOf(text('mine'), end('stop'));
    await session.send('m', 'And?');
    pending = new Set(session.messages.slice(1).map(({ id }) => id));
    const theirs: ChatMessage = { ...question, id: 'theirs', text: 'From there' };
    session.refresh(stored(question, theirs));
    expect(session.messages.map(({ text: shown }) => shown)).toEqual(['Why?', 'From there', 'And?', 'mine']);
    pending.clear();
    session.refresh(stored(question, theirs));
    expect(session.messages.map(({ text: shown }) => shown)).toEqual(['Why?', 'From there']);
  });
});
