import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import type { RetryPlan, TurnError } from '../../../src/shared/failure.ts';
import type { ChatNews } from '../../../src/shared/chatNews.ts';
import type { ChatHead, MessageToSave } from '../../../src/shared/history.ts';
import { plain } from '../../support/messages.ts';
import { end, eventsOf, ScriptedClient, text, thought } from './scriptedClient.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';

describe('ChatSession', () => {
  let client: ScriptedClient;
  let session: ChatSession;
  let told: string[];
  let news: ChatNews[];
  let grown: string;
  let saved: { readonly head: ChatHead; readonly messages: readonly MessageToSave[] }[];
  let keptGrowth: string;
  let now: number;

  beforeEach(() => {
    client = new ScriptedClient();
    told = [];
    news = [];
    grown = '';
    saved = [];
    keptGrowth = '';
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
        describeInterruption: () => ({ kind: 'cut-off', text: 'interrupted', actions: [] }),
      },
      tell: note,
      keeper: {
        save: (head, messages) => {
          saved.push({ head, messages });
          return Promise.resolve();
        },
        grow: (_head, _answer, delta) => (keptGrowth += delta.text),
        unsavedOf: () => undefined,
      },
      workspace: () => ({ id: 'file:///w', name: 'w' }),
      now: () => now,
      schedule,
      createId: () => `id-${(lastId += 1)}`,
    });
  });

  function note(one: ChatNews): void {
    news.push(one);
    switch (one.type) {
      case 'chat-opened':
        told.push(`opened ${one.messages.length}`);
        return;
      case 'message-changed':
        told.push(one.message.role === 'user' ? 'user' : one.message.status);
        return;
      case 'message-removed':
        told.push('removed');
        return;
      case 'answer-grew':
        grown += one.text;
        return;
      case 'retry-scheduled':
        told.push(`attempt ${one.retry.attempt} in ${one.retry.delayMs}: ${one.retry.reason}`);
        return;
      case 'cost-settled':
        told.push(`cost ${one.cost.micros ?? '?'}`);
        return;
    }
  }

  function lastAnswer() {
    const message: ChatMessage | undefined = session.messages.at(-1);
    if (message?.role !== 'assistant') {
      throw new Error('The chat does not end with an answer.');
    }
    return plain(message);
  }

  /** What a page that knows nothing is told of the wait before another attempt. */
  function pendingRetry(): { readonly messageId: string; readonly retry: RetryPlan } | undefined {
    news = [];
    session.tellAll();
    const found = news.find((one) => one.type === 'retry-scheduled');
    return found && { messageId: found.messageId, retry: found.retry };
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
      left = pendingRetry();
      yield end('stop');
    };
    let left: ReturnType<typeof pendingRetry>;
    const sending = session.send('m', 'Hi');
    await expect.poll(() => told).toContain('attempt 2 in 500: rate-limited');
    now = 400;
    const retry = { attempt: 2, delayMs: 100, reason: 'rate-limited' };
    expect(pendingRetry()).toEqual({ messageId: lastAnswer().id, retry });
    now = 900;
    expect(pendingRetry()?.retry.delayMs).toBe(0);
    left = pendingRetry();
    open(undefined);
    await sending;
    expect(left).toBeUndefined();
    expect(pendingRetry()).toBeUndefined();
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
    expect(savedMessage(1)).toMatchObject({ text: 'Hello', status: 'ended' });
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
    await expect.poll(() => lastAnswer().text).toBe('half');
    session.startNewChat();
    await sending;
    expect(savedMessage(-1)).toMatchObject({ text: 'half', outcome: 'stopped' });
    expect(session.messages).toEqual([]);
  });

  function savedMessage(index: number) {
    const message = saved.at(index)?.messages[0]?.message;
    return message && plain(message);
  }
});
