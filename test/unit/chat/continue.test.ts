// What becomes of an answer that was cut off: continued, asked for again, and in vain.
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatSession } from '../../../src/chat/chatSession.ts';
import type { ChatMessage } from '../../../src/shared/chat.ts';
import type { ChatRequest, TurnEvent } from '../../../src/shared/gateway.ts';
import type { MessageToSave } from '../../../src/shared/history.ts';
import { plain } from '../../support/messages.ts';
import { schedule } from '../../../src/vscode/host/schedule.ts';

type Event = TurnEvent | Error;

const text = (value: string): Event => ({ type: 'text-delta', text: value });
const thought = (value: string): Event => ({ type: 'reasoning-delta', text: value });
const end = (outcome: 'stop' | 'cut-off'): Event => ({ type: 'turn-end', outcome });
const gone = new Error('gone');

describe('an answer that was cut off', () => {
  let requests: ChatRequest[];
  /** The events of each request, the last of which waits for the stop where there is no end. */
  let scripts: Event[][];
  let shown: Map<string, ChatMessage>;
  let kept: MessageToSave[];
  let session: ChatSession;

  beforeEach(() => {
    requests = [];
    scripts = [];
    shown = new Map();
    kept = [];
    let lastId = 0;
    session = new ChatSession({
      client: () => Promise.resolve({ streamChat: play }),
      settings: () => ({ systemPrompt: '' }),
      errors: {
        describeFailure: () => ({ kind: 'unreachable', text: 'unreachable', actions: ['diagnose', 'retry'] }),
        describeOutcome: (outcome) =>
          outcome === 'cut-off' ? { kind: 'cut-off', text: 'cut', actions: ['continue', 'retry'] } : undefined,
        describeRetry: () => 'server',
        describeInterruption: () => ({ kind: 'cut-off', text: 'interrupted', actions: ['continue'] }),
      },
      tell: (news) => {
        if (news.type === 'chat-opened') {
          shown.clear();
        } else if (news.type === 'message-changed') {
          shown.set(news.message.id, news.message);
        } else if (news.type === 'message-removed') {
          shown.delete(news.messageId);
        }
      },
      keeper: {
        save: (_head, messages) => {
          kept.push(...messages);
          return Promise.resolve();
        },
        grow: () => undefined,
        unsavedOf: () => undefined,
      },
      workspace: () => undefined,
      now: () => 0,
      schedule,
      createId: () => `id-${(lastId += 1)}`,
    });
  });

  async function* play(request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<TurnEvent> {
    requests.push(request);
    for (const event of scripts.shift() ?? []) {
      await Promise.resolve();
      if (event instanceof Error) {
        throw event;
      }
      yield event;
      if (event.type === 'turn-end') {
        return;
      }
    }
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    yield { type: 'turn-end', outcome: 'stopped' };
  }

  function lastAnswer() {
    const message = session.messages.at(-1);
    if (message?.role !== 'assistant') {
      throw new Error('The chat does not end with an answer.');
    }
    // What the panel shows is what the chat holds.
    expect([...shown.values()].at(-1)).toEqual(message);
    expect(shown.size).toBe(session.messages.length);
    return plain(message);
  }

  /** Has an answer cut off after these events; gives its id. */
  async function cutOffAfter(...events: readonly Event[]): Promise<string> {
    scripts.push([...events, end('cut-off')]);
    await session.send('m', 'Hi');
    return lastAnswer().id;
  }

  async function continueWith(...events: readonly Event[]): Promise<void> {
    scripts.push([...events]);
    await session.continueAnswer(lastAnswer().id, 'm');
  }

  const lastRequest = () => requests.at(-1)?.messages.slice(1) ?? [];

  it('is continued without its last words coming twice', async () => {
    await cutOffAfter(text('The quick bro'));
    await continueWith(text('bro'), text('wn fo'), text('x jumps.'), end('stop'));
    expect(lastAnswer()).toMatchObject({ text: 'The quick brown fox jumps.', status: 'ended', outcome: 'stop' });
    expect(lastRequest().map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(lastRequest()[1]).toEqual({ role: 'assistant', content: 'The quick bro' });
    expect(lastRequest()[2]?.content).not.toContain('code block');
  });

  it('gets all that came, even where it ended while a repetition was still possible', async () => {
    await cutOffAfter(text('one two three'));
    await continueWith(text(' two'), end('cut-off'));
    expect(lastAnswer()).toMatchObject({ text: 'one two three two', outcome: 'cut-off' });
  });

  it('tells the model that it ends inside a code block', async () => {
    await cutOffAfter(text('```ts\nconst a = 1;\n'));
    await continueWith(text('```ts\nconst b = 2;\n```\n'), end('stop'));
    expect(lastRequest()[2]?.content).toContain('It ends inside a code block');
    expect(lastAnswer().text).toBe('```ts\nconst a = 1;\nconst b = 2;\n```\n');
  });

  it('goes on from its thoughts where no text had come', async () => {
    await cutOffAfter(thought('The sky scatters'));
    expect(lastAnswer().error?.kind).toBe('cut-off');
    await continueWith(thought('So it is blue.'), text('Blue.'), end('stop'));
    expect(lastRequest().map(({ role }) => role)).toEqual(['user', 'user']);
    expect(lastRequest()[1]?.content).toContain('\n\nThe sky scatters');
    expect(lastAnswer()).toMatchObject({ reasoning: 'The sky scatters\n\nSo it is blue.', text: 'Blue.' });
  });

  it('stays as it was when its rest cannot be had, and can still be continued', async () => {
    await cutOffAfter(text('Half'));
    await continueWith(gone);
    expect(lastAnswer()).toMatchObject({
      text: 'Half',
      error: { kind: 'unreachable', actions: ['diagnose', 'continue', 'retry'] },
    });
    await continueWith(text(' and half'), end('stop'));
    expect(lastAnswer()).toMatchObject({ text: 'Half and half', status: 'ended' });
    expect(lastAnswer().error).toBeUndefined();
  });

  it('keeps what a continuation brought before it failed', async () => {
    await cutOffAfter(text('Half'));
    await continueWith(text(' and'), gone);
    expect(lastAnswer()).toMatchObject({ text: 'Half and', error: { actions: ['diagnose', 'continue', 'retry'] } });
  });

  it('comes back when another one in its place fails before anything came', async () => {
    const id = await cutOffAfter(text('Half'));
    scripts.push([gone]);
    await session.retry(id, 'm');
    expect(lastAnswer()).toMatchObject({
      id,
      text: 'Half',
      error: { kind: 'unreachable', actions: ['diagnose', 'continue', 'retry'] },
    });
    // In the store, too, it is the branch in sight again.
    expect(kept.at(-1)).toMatchObject({ message: { id }, place: { after: session.messages[0]?.id } });
    expect(kept.slice(-1).map(({ message }) => plain(message).text)).toEqual(['Half']);
  });

  it('is given up for another one of which something came', async () => {
    const id = await cutOffAfter(text('Half'));
    scripts.push([text('New'), gone]);
    await session.retry(id, 'm');
    expect(lastAnswer()).toMatchObject({ text: 'New', error: { actions: ['diagnose', 'retry'] } });
    expect(session.messages).toHaveLength(2);
  });

  it.each(['continueAnswer', 'retry'] as const)('comes back when %s is stopped before anything came', async (how) => {
    const id = await cutOffAfter(text('Half'));
    const before = lastAnswer();
    const asking = session[how](id, 'm');
    await expect.poll(() => requests.length).toBe(2);
    await session.stop();
    await asking;
    expect(lastAnswer()).toEqual(before);
    expect(session.isBusy).toBe(false);
  });

  it('is replaced when it had nothing in it', async () => {
    scripts.push([gone]);
    await session.send('m', 'Hi');
    const { id } = lastAnswer();
    scripts.push([gone]);
    await session.retry(id, 'm');
    expect(lastAnswer().id).not.toBe(id);
    expect(lastAnswer().error?.actions).toEqual(['diagnose', 'retry']);
  });
});
