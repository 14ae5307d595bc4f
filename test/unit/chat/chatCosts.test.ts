import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { Answer, ChatMessage } from '../../../src/shared/chat.ts';
import { plain } from '../../support/messages.ts';
import { end, eventsOf, ScriptedClient, text } from './scriptedClient.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';

describe('what answers take', () => {
  let client: ScriptedClient;
  let session: ChatSession;
  let told: string[];

  beforeEach(() => {
    client = new ScriptedClient();
    told = [];
    let lastId = 0;
    const ignore = (): void => undefined;
    session = new ChatSession({
      client: () => Promise.resolve(client),
      settings: () => ({ systemPrompt: '' }),
      errors: {
        describeFailure: (error) => ({ kind: 'server', text: String(error), actions: ['retry'] }),
        describeOutcome: () => undefined,
        describeRetry: () => 'rate-limited',
        describeInterruption: () => ({ kind: 'cut-off', text: 'interrupted', actions: ['continue'] }),
      },
      tell: (news) => {
        if (news.type === 'cost-settled') {
          told.push(`cost ${news.cost.micros ?? '?'}`);
        }
      },
      keeper: { save: () => Promise.resolve(), grow: ignore, unsavedOf: () => undefined },
      workspace: () => undefined,
      now: () => 0,
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

  it('estimates the tokens of an answer of which the gateway tells none', async () => {
    client.events = () => eventsOf(text('Hello there, how are you?'), end('stop'));
    await session.send('m', 'Hi');
    const { usage } = lastAnswer();
    expect(usage?.isEstimated).toBe(true);
    expect(usage?.promptTokens).toBeGreaterThan(10);
    expect(usage?.completionTokens).toBeGreaterThan(4);
  });

  it('writes down what an answer cost, adding what its requests cost', async () => {
    client.events = () => eventsOf(text('Hel'), end('cut-off'));
    await session.send('m', 'Hi');
    const { id } = lastAnswer();
    session.noteCost(id, { source: 'measured', micros: 20 });
    session.noteCost(id, { source: 'about', micros: 5, doubt: 'shared' });
    session.noteCost('of another chat', { source: 'measured', micros: 1 });
    expect(lastAnswer().cost).toEqual({ source: 'about', micros: 25, doubt: 'shared' });
    expect(told.filter((one) => one.startsWith('cost'))).toEqual(['cost 20', 'cost 25']);
  });

  it('asks a question again below, as if it had not been answered, and keeps both', async () => {
    client.events = () => eventsOf(text('First'), end('stop'));
    await session.send('m', 'Hi');
    client.events = () => eventsOf(text('Second'), end('stop'));
    await session.askAgain(lastAnswer().id, 'other');
    expect(session.messages.map((message) => [message.role, plain(message).text])).toEqual([
      ['user', 'Hi'],
      ['assistant', 'First'],
      ['user', 'Hi'],
      ['assistant', 'Second'],
    ]);
    expect(lastAnswer().model).toBe('other');
    expect(client.requests[1]?.messages.slice(1)).toEqual([{ role: 'user', content: 'Hi' }]);
  });
});
