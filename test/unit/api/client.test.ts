import { describe, expect, it } from 'vitest';
import {
  answerWith,
  beginEvents,
  collect,
  createClient,
  delta,
  done,
  event,
  finish,
  request,
  startServer,
} from './support/server.ts';

describe('an answer', () => {
  it.each([
    [{ prompt_tokens: 4, total_tokens: 9 }, [{ promptTokens: 4, completionTokens: 5 }]],
    [{ completion_tokens: 5, total_tokens: 9 }, [{ promptTokens: 4, completionTokens: 5 }]],
    [{ prompt_tokens: 4 }, []],
    [{}, []],
  ])('takes no count that is missing for 0: %o', async (usage, expected) => {
    const server = await startServer(answerWith(delta('Hi'), finish(), event({ choices: [], usage }), done));
    const { events } = await collect(createClient({ baseUrl: server.baseUrl }).streamChat(request));
    expect(events.flatMap((one) => (one.type === 'usage' ? [one.usage] : []))).toEqual(expected);
  });

  it('keeps the usage that was told where an empty one follows', async () => {
    const told = event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
    const server = await startServer(answerWith(delta('Hi'), finish(), told, event({ choices: [], usage: {} }), done));
    const { events } = await collect(createClient({ baseUrl: server.baseUrl }).streamChat(request));
    expect(events).toContainEqual({ type: 'usage', usage: { promptTokens: 1, completionTokens: 2 } });
  });

  it('streams text, usage and its end, with the request and the key as documented', async () => {
    const usage = {
      prompt_tokens: 20,
      completion_tokens: 10,
      prompt_tokens_details: { cached_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 3 },
      cost: 0.25,
    };
    const server = await startServer(
      answerWith(
        delta('Hel'),
        delta('lo'),
        finish(),
        event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
        event({ choices: [], usage }),
        done,
      ),
    );
    const client = createClient({ baseUrl: `${server.baseUrl}/`, apiKey: () => Promise.resolve(' sk-live-1 ') });
    const { events, text, error } = await collect(
      client.streamChat({ ...request, maxTokens: 5, stop: ['x'], topP: undefined }),
    );
    expect(error).toBeUndefined();
    expect(text).toBe('Hello');
    expect(events[0]).toEqual({ type: 'turn-start', requestId: 'req-1' });
    expect(events.filter((one) => one.type === 'usage')).toEqual([
      {
        type: 'usage',
        usage: { promptTokens: 20, completionTokens: 10, cachedTokens: 5, reasoningTokens: 3, cost: 0.25 },
      },
    ]);
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-live-1', 'content-type': 'application/json', 'accept-encoding': 'identity' },
    });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      model: 'deepseek-chat',
      messages: [{ role: 'user', content: 'Hello!' }],
      max_tokens: 5,
      stop: ['x'],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it.each(['reasoning_content', 'reasoning'])('gives %s apart from the text', async (name) => {
    const thinking = event({ choices: [{ delta: { [name]: 'hm' } }] });
    const server = await startServer(answerWith(thinking, delta('yes'), finish(), done));
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.slice(1, 3)).toEqual([
      { type: 'reasoning-delta', text: 'hm' },
      { type: 'text-delta', text: 'yes' },
    ]);
  });

  it('gives tool calls whole, and ends with them even where the gateway says stop', async () => {
    const piece = (call: object): string => event({ choices: [{ delta: { tool_calls: [call] } }] });
    const server = await startServer(
      answerWith(
        piece({ index: 0, id: 'a', function: { name: 'read', arguments: '{"pa' } }),
        piece({ index: 0, id: '', function: { name: null, arguments: 'th":1}' } }),
        finish('stop'),
        done,
      ),
    );
    const { events } = await collect(createClient(server).streamChat({ ...request, tools: [{ name: 'read' }] }));
    expect(events.slice(1)).toEqual([
      { type: 'tool-call', id: 'a', name: 'read', arguments: '{"path":1}' },
      { type: 'turn-end', outcome: 'tool-calls' },
    ]);
  });

  it.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['end_turn', 'stop'],
  ])('takes finish_reason %s as %s', async (reason, outcome) => {
    const server = await startServer(answerWith(delta('a'), finish(reason), done));
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome });
  });

  it('explains an empty answer that the filter ended', async () => {
    const server = await startServer(answerWith(finish('content_filter'), done));
    const { events, error } = await collect(createClient(server).streamChat(request));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'content-filter' });
  });

  it('is complete after finish and end of stream without [DONE], with its last event unterminated', async () => {
    const server = await startServer(answerWith(delta('a'), finish().trimEnd()));
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['a', { type: 'turn-end', outcome: 'stop' }]);
  });

  it('takes one JSON body where the gateway does not stream', async () => {
    const body = {
      choices: [{ message: { role: 'assistant', content: 'whole' } }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    const server = await startServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body, null, 2));
    });
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events).toEqual([
      { type: 'turn-start' },
      { type: 'text-delta', text: 'whole' },
      { type: 'usage', usage: { promptTokens: 1, completionTokens: 2 } },
      { type: 'turn-end', outcome: 'stop' },
    ]);
  });

  it('does not ask again for what a model refuses, and remembers it', async () => {
    const server = await startServer((response, { body }) => {
      if (body.includes('stream_options')) {
        response.writeHead(400).end(JSON.stringify({ error: { message: 'Unknown field: stream_options' } }));
      } else {
        beginEvents(response);
        response.end(delta('a') + finish() + done);
      }
    });
    const client = createClient(server);
    const first = await collect(client.streamChat(request));
    const second = await collect(client.streamChat(request));
    expect([first.text, second.text]).toEqual(['a', 'a']);
    expect(first.events.filter((one) => one.type === 'retry')).toEqual([]);
    expect(server.received.map(({ body }) => body.includes('stream_options'))).toEqual([true, false, false]);
  });

  it('joins what came in one read, and gives each read as it comes', async () => {
    const { promise: seen, resolve } = Promise.withResolvers<undefined>();
    const server = await startServer(async (response) => {
      beginEvents(response);
      response.write(delta('a') + delta('b'));
      await seen;
      response.end(delta('c') + finish() + done);
    });
    const { events } = await collect(createClient(server).streamChat(request), (one) => {
      if (one.type === 'text-delta') {
        resolve(undefined);
      }
    });
    expect(events.filter((one) => one.type === 'text-delta').map((one) => one.text)).toEqual(['ab', 'c']);
  });
});

describe('the other reads', () => {
  it('list models and read the balance with the key', async () => {
    const server = await startServer((response, { path }) => {
      response.end(JSON.stringify(path === '/v1/models' ? { data: [{ id: 'a' }] } : { balance: 482.5 }));
    });
    const client = createClient({ ...server, apiKey: () => Promise.resolve('sk-live-1') });
    expect(await client.listModels()).toEqual([{ id: 'a' }]);
    expect(await client.readBalance()).toEqual({ kind: 'known', remaining: 482.5, unit: 'credits' });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-live-1',
      'Bearer sk-live-1',
    ]);
  });

  it('know a gateway without a balance', async () => {
    const server = await startServer((response) => void response.writeHead(404).end('not found'));
    expect(await createClient(server).readBalance()).toEqual({
      kind: 'unknown',
      reason: 'The gateway offers no balance.',
    });
  });

  it('throw what the gateway says', async () => {
    const server = await startServer((response) => {
      response.writeHead(401).end(JSON.stringify({ error: { message: 'Invalid API key', code: 'invalid_api_key' } }));
    });
    const client = createClient(server);
    await expect(client.listModels()).rejects.toMatchObject({
      kind: 'invalid-key',
      status: 401,
      message: 'Invalid API key',
    });
    await expect(client.readBalance()).rejects.toMatchObject({ kind: 'invalid-key' });
    expect(server.received).toHaveLength(2);
  });

  it('throw an error that came with status 200', async () => {
    const server = await startServer(
      (response) => void response.end('{"error":{"message":"no","code":"insufficient_quota"}}'),
    );
    await expect(createClient(server).listModels()).rejects.toMatchObject({ kind: 'out-of-credit' });
  });

  it('reject with the reason when aborted', async () => {
    const controller = new AbortController();
    const server = await startServer(() => controller.abort());
    await expect(createClient(server).listModels({ signal: controller.signal })).rejects.toThrow(/aborted/);
    await server.idle();
  });

  it('time out', async () => {
    const server = await startServer(() => undefined);
    const client = createClient({ ...server, timeouts: { firstByte: 40 } });
    await expect(client.readBalance()).rejects.toMatchObject({ kind: 'timeout', code: 'read-timeout' });
  });
});
