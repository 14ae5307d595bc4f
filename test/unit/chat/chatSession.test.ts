import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { TurnEvent } from '../../../src/chat/ports.ts';
import type { Answer, ChatMessage, TurnError } from '../../../src/shared/chat.ts';
import type { ChatRequest } from '../../../src/shared/gateway.ts';

/** A client whose events the test gives, one at a time. */
class ScriptedClient {
  readonly requests: ChatRequest[] = [];
  events: (signal: AbortSignal) => AsyncIterable<TurnEvent> = () => eventsOf();

  streamChat(request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<TurnEvent> {
    this.requests.push(request);
    return this.events(signal);
  }
}

async function* eventsOf(...events: readonly (TurnEvent | Error)[]): AsyncGenerator<TurnEvent> {
  for (const event of events) {
    await Promise.resolve();
    if (event instanceof Error) {
      throw event;
    }
    yield event;
  }
}

const text = (value: string): TurnEvent => ({ type: 'text-delta', text: value });
const end = (outcome: 'stop' | 'cut-off' | 'stopped' | 'length'): TurnEvent => ({ type: 'turn-end', outcome });

describe('ChatSession', () => {
  let client: ScriptedClient;
  let session: ChatSession;
  let told: string[];
  let grown: string;

  beforeEach(() => {
    client = new ScriptedClient();
    told = [];
    grown = '';
    let lastId = 0;
    session = new ChatSession({
      client: () => Promise.resolve(client),
      settings: () => ({ systemPrompt: '', maxTokens: 100 }),
      errors: {
        describeFailure: (error): TurnError => ({ kind: 'server', text: String(error), actions: ['retry'] }),
        describeOutcome: (outcome) =>
          outcome === 'cut-off' ? { kind: 'cut-off', text: 'cut', actions: ['continue'] } : undefined,
        describeRetry: (error, attempt) => `${error.message} ${attempt}`,
      },
      listener: {
        chatOpened: (_id, messages) => told.push(`opened ${messages.length}`),
        messageChanged: (_id, message) => told.push(message.role === 'user' ? 'user' : message.status),
        messageRemoved: () => told.push('removed'),
        answerGrew: (_id, _message, delta) => (grown += delta.text),
        retryScheduled: (_id, _message, attempt, delayMs, words) => told.push(`${words} in ${delayMs} (${attempt})`),
        turnEnded: () => told.push('turn ended'),
      },
      now: () => 0,
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
    expect(told).toEqual(['user', 'waiting', 'streaming', 'ended', 'turn ended']);
    expect(grown).toBe('Hello');
  });

  it('sends the conversation so far and the settings of the moment', async () => {
    client.events = () => eventsOf(text('Hello'), end('stop'));
    await session.send('m', 'Hi');
    const attachment = { id: 'a', kind: 'selection', label: 'a.ts', uri: 'file:///a.ts', languageId: 'ts' } as const;
    await session.send('m', 'Explain.', [{ ...attachment, startLine: 1, endLine: 2, text: 'x\ny' }]);
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
    expect(told.at(-1)).toBe('turn ended');
  });

  it('announces a retry before its wait', async () => {
    client.events = () =>
      eventsOf({ type: 'retry', attempt: 1, delayMs: 500, error: new Error('busy') }, text('x'), end('stop'));
    await session.send('m', 'Hi');
    expect(told).toContain('busy 1 in 500 (1)');
  });

  it('times reasoning up to the first text', async () => {
    client.events = () => eventsOf({ type: 'reasoning-delta', text: 'Hm' }, text('Yes'), end('stop'));
    await session.send('m', 'Hi');
    expect(lastAnswer()).toMatchObject({ reasoning: 'Hm', text: 'Yes', reasoningMs: 0 });
  });
});
