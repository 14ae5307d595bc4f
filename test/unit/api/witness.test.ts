// The same journeys against a server that we did not write and against our own: the two must agree.
import { describe, expect, it, type TestContext } from 'vitest';
import { ApiError, OpenCodexClient, type ChatEvent, type ChatRequest } from '../../../src/api/client.ts';
import { apiErrorKinds, turnOutcomes } from '../../../src/shared/gateway.ts';
import { collect, request, type Collected } from './support/server.ts';
import { startAimock, witnesses, type Scene, type Witness } from './support/witness.ts';

interface Stage {
  readonly witness: Witness;
  readonly client: OpenCodexClient;
  /** Plays the scene and reads one answer to its end. */
  readonly ask: (scene: Scene, more?: Partial<ChatRequest>) => Promise<Collected>;
}

async function setStage(start: () => Promise<Witness>, test: TestContext, key?: string): Promise<Stage> {
  const witness = await start();
  const apiKey = (): Promise<string> => Promise.resolve(key ?? witness.key);
  const client = new OpenCodexClient({ baseUrl: witness.baseUrl, apiKey, transport: 'direct' });
  test.onTestFinished(async () => {
    await client.close();
    await witness.close();
  });
  const ask = (scene: Scene, more: Partial<ChatRequest> = {}): Promise<Collected> => {
    witness.play(scene);
    return collect(client.streamChat({ ...request, ...more }));
  };
  return { witness, client, ask };
}

function reasoningOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'reasoning-delta' ? event.text : '')).join('');
}

function eventsOf<Type extends ChatEvent['type']>(events: readonly ChatEvent[], type: Type) {
  return events.filter((event): event is Extract<ChatEvent, { type: Type }> => event.type === type);
}

const texts = {
  ASCII: 'Line one.\n\n```ts\nconst a = "b\\n";\n```\n',
  Chinese: '余额不足时会提示充值。流式输出，一个字也不能丢。',
  emoji: 'a👩‍👩‍👧‍👦b🇮🇩c👍🏽d😀😀',
  'all at once': 'Halo 你好 😀 é\u0301 \u2028 \t end',
};

describe.concurrent.each(witnesses)('%s is witness: the client', (_, start) => {
  it.for(Object.entries(texts))('gives %s text exactly as it was sent', async ([, text], test) => {
    const { ask, witness } = await setStage(start, test);
    const answer = await ask({ kind: 'answer', text });
    expect([answer.error, answer.text]).toEqual([undefined, text]);
    expect(answer.events[0]).toMatchObject({ type: 'turn-start', requestId: expect.any(String) as string });
    expect(answer.events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
    expect(witness.chatRequests()).toBe(1);
  });

  it('gives reasoning apart from the text and before it', async (test) => {
    const { ask } = await setStage(start, test);
    const { events, text } = await ask({ kind: 'answer', text: 'It is 42.', reasoning: '6 × 7, 想一想 🤔' });
    expect([reasoningOf(events), text]).toEqual(['6 × 7, 想一想 🤔', 'It is 42.']);
    const types = events.map(({ type }) => type);
    expect(types.lastIndexOf('reasoning-delta')).toBeLessThan(types.indexOf('text-delta'));
  });

  it('puts several tool calls together from their pieces', async (test) => {
    const toolCalls = [
      { id: 'call_a', name: 'read_file', arguments: '{"path":"src/main.ts","lines":[1,20]}' },
      { id: 'call_b', name: 'search', arguments: '{"query":"余额 😀 \\"quoted\\"","deep":{"a":[{"b":null}]}}' },
      { id: 'call_c', name: 'now', arguments: '{}' },
    ];
    const { ask } = await setStage(start, test);
    const { events, error } = await ask(
      { kind: 'answer', toolCalls },
      { tools: toolCalls.map(({ name }) => ({ name })) },
    );
    expect(error).toBeUndefined();
    expect(eventsOf(events, 'tool-call')).toEqual(toolCalls.map((call) => ({ type: 'tool-call', ...call })));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'tool-calls' });
  });

  it('gives the usage that the gateway reports', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const { events } = await ask({ kind: 'answer', text: 'Twelve tokens, or so.' });
    const { promptTokens, completionTokens } = witness.reportedUsage();
    expect(promptTokens).toBeGreaterThan(0);
    expect(eventsOf(events, 'usage').at(-1)?.usage).toMatchObject({ promptTokens, completionTokens });
  });

  it('keeps the history of a chat with tools acceptable', async (test) => {
    const { client, witness } = await setStage(start, test);
    witness.play({ kind: 'answer', text: 'Done.' });
    const toolCalls = [{ id: 'call_a', name: 'now', arguments: '{}' }];
    const { text, error } = await collect(
      client.streamChat({
        model: 'deepseek-chat',
        maxTokens: 100,
        temperature: 0,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: [{ type: 'text', text: 'What time is it?' }] },
          { role: 'assistant', content: '', toolCalls },
          { role: 'tool', content: '12:00', toolCallId: 'call_a' },
        ],
        tools: [{ name: 'now', parameters: { type: 'object', properties: {} } }],
      }),
    );
    expect([error, text]).toEqual([undefined, 'Done.']);
  });

  it('says that a wrong key is wrong, once, and never repeats it', async (test) => {
    const wrong = 'sk-live-wrong-9876543210';
    const { ask, client } = await setStage(start, test, wrong);
    const { error, events } = await ask({ kind: 'answer', text: 'not for you' });
    expect(events).toEqual([]);
    expect(error).toMatchObject({ kind: 'invalid-key', status: 401, isRetryable: false });
    await expect(client.listModels()).rejects.toMatchObject({ kind: 'invalid-key' });
    await expect(client.readBalance()).rejects.toMatchObject({ kind: 'invalid-key' });
    expect(JSON.stringify(error) + String(error?.stack)).not.toContain(wrong);
  });

  it('takes 402 for the end of the credits and does not try again', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const { error, events } = await ask({ kind: 'out-of-credit' });
    expect([events, witness.chatRequests()]).toEqual([[], 1]);
    expect(error).toMatchObject({ kind: 'out-of-credit', status: 402 });
  });

  it('tries again after 429, says so, and then answers', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const { events, text, error } = await ask({ kind: 'busy-once', text: 'here now' });
    expect([error, text]).toEqual([undefined, 'here now']);
    expect(eventsOf(events, 'retry')).toMatchObject([{ attempt: 1, error: { kind: 'rate-limited', retryAfterMs: 0 } }]);
    expect(witness.chatRequests()).toBe(2);
  });

  it('waits as long as Retry-After says, twice, and then tells', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const startedAt = performance.now();
    const { events, error } = await ask({ kind: 'busy' });
    // Node's timers may fire up to a millisecond early.
    expect(performance.now() - startedAt).toBeGreaterThan(1998);
    expect(eventsOf(events, 'retry').map(({ delayMs }) => delayMs >= 1000)).toEqual([true, true]);
    expect(error).toMatchObject({ kind: 'rate-limited', status: 429, retryAfterMs: 1000 });
    expect(witness.chatRequests()).toBe(3);
  });

  it('does not wait for an hour', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const { events, error } = await ask({ kind: 'busy-for-an-hour' });
    expect([events, witness.chatRequests()]).toEqual([[], 1]);
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
  });

  it('keeps what came of an answer that breaks off', async (test) => {
    const { ask, witness } = await setStage(start, test);
    const whole = 'one two three four five six seven eight nine ten';
    const { events, text, error } = await ask({ kind: 'cut', text: whole });
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', outcome: 'cut-off' });
    expect(text.length).toBeGreaterThan(0);
    expect(whole.startsWith(text) && text !== whole).toBe(true);
    expect(witness.chatRequests()).toBe(1);
  });

  it.for([
    ['server-error', { kind: 'server', status: 500 }],
    ['disconnect', { kind: 'unreachable' }],
  ] as const)('tries three times in all against %s', async ([kind, failure], test) => {
    const { ask, witness } = await setStage(start, test);
    const { events, error } = await ask({ kind });
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject(failure);
    expect(events.map(({ type }) => type)).toEqual(['retry', 'retry']);
    expect(witness.chatRequests()).toBe(3);
  });

  it('stops at once when told, with what came', async (test) => {
    const { client, witness } = await setStage(start, test);
    witness.play({ kind: 'slow', text: 'word '.repeat(60) });
    const controller = new AbortController();
    const { events, error } = await collect(client.streamChat(request, controller), ({ type }) => {
      if (type === 'text-delta') {
        controller.abort();
      }
    });
    expect(error).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stopped' });
  });

  it('lists the models and reads the balance', async (test) => {
    const { client, witness } = await setStage(start, test);
    witness.play({ kind: 'answer', text: '' });
    expect((await client.listModels()).map(({ id }) => id)).toEqual(witness.models);
    expect(await client.readBalance()).toMatchObject({ kind: 'known', remaining: witness.credits });
  });
});

describe.concurrent('aimock throws faults: the client', () => {
  it('says of a reply that is no JSON that it cannot be read', async (test) => {
    const { ask, witness, client } = await setStage(() => startAimock({ malformedRate: 1 }), test);
    const { events, error } = await ask({ kind: 'answer', text: 'never seen' });
    expect(error).toMatchObject({ kind: 'server' });
    expect(eventsOf(events, 'text-delta')).toEqual([]);
    expect(witness.chatRequests()).toBeGreaterThan(0);
    expect((await client.listModels()).length).toBeGreaterThan(0);
  });

  it('ends every one of 60 answers in one of its own ways, whatever is thrown', async (test) => {
    const chaos = { malformedRate: 0.2, disconnectRate: 0.2, dropRate: 0.2, rateLimitRate: 0.2 };
    const { client, witness } = await setStage(() => startAimock(chaos), test);
    witness.play({ kind: 'answer', text: 'came through' });
    const answers = await Promise.all(Array.from({ length: 60 }, () => collect(client.streamChat(request))));
    for (const { events, text, error } of answers) {
      const end = events.at(-1);
      if (error === undefined) {
        expect(end?.type === 'turn-end' && turnOutcomes.includes(end.outcome)).toBe(true);
        expect(text).toBe('came through');
      } else {
        expect(error).toBeInstanceOf(ApiError);
        expect(apiErrorKinds).toContain(error.kind);
        expect(text).toBe('');
      }
    }
    // One in five passes unharmed, and each may try three times: that none or all do is out of question.
    const good = answers.filter(({ error }) => error === undefined).length;
    expect(good).toBeGreaterThan(0);
    expect(good).toBeLessThan(60);
  });
});
