import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/api/client.ts';
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

describe('a refusal', () => {
  it.each([
    [400, { error: { message: 'Missing model' } }, 'bad-request'],
    [401, '', 'invalid-key'],
    [402, { error: { message: 'Insufficient credits', code: 'insufficient_credits' } }, 'out-of-credit'],
    [403, { error: { message: 'no', code: 'insufficient_user_quota' } }, 'out-of-credit'],
    [403, { error: { message: 'not your model' } }, 'forbidden'],
    [429, { error: { message: 'used up', type: 'insufficient_quota' } }, 'out-of-credit'],
  ])('of status %i is thrown at once, never tried again', async (status, body, kind) => {
    const server = await startServer((response) => {
      response.writeHead(status, { 'retry-after': '0' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    const { events, error } = await collect(createClient(server).streamChat(request));
    expect([events, error?.kind, error?.status]).toEqual([[], kind, status]);
    expect(server.received).toHaveLength(1);
  });

  it.each([429, 500, 503])('of status %i is tried twice more, each announced', async (status) => {
    const server = await startServer((response) => {
      response.writeHead(status, { 'retry-after-ms': '5', 'x-request-id': 'r' }).end('{"error":{"message":"busy"}}');
    });
    const { events, error } = await collect(createClient(server).streamChat(request));
    const retries = events.filter((one) => one.type === 'retry');
    expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(retries.every(({ delayMs }) => delayMs >= 5 && delayMs <= 6.25)).toBe(true);
    expect(events).toHaveLength(2);
    expect(error).toMatchObject({ status, requestId: 'r', retryAfterMs: 5, message: 'busy', isRetryable: true });
    expect(server.received).toHaveLength(3);
  });

  it('that passes leaves the answer whole', async () => {
    let attempts = 0;
    const server = await startServer((response, received, incoming) => {
      attempts += 1;
      if (attempts === 1) {
        response.writeHead(429, { 'retry-after': '0' }).end();
        return;
      }
      void answerWith(delta('a'), finish(), done)(response, received, incoming);
    });
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect(events.map((one) => one.type)).toEqual(['retry', 'turn-start', 'text-delta', 'turn-end']);
    expect(text).toBe('a');
  });

  it('that asks for more than a minute is not waited for', async () => {
    const server = await startServer((response) => void response.writeHead(429, { 'retry-after': '61' }).end());
    const { error } = await collect(createClient(server).streamChat(request));
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 61_000 });
    expect(server.received).toHaveLength(1);
  });

  it('as an HTML page gives its title', async () => {
    const page = '<html><head><title>502 Bad\n Gateway</title></head><body>secret</body></html>';
    const server = await startServer((response) => void response.writeHead(502, { 'retry-after-ms': '1' }).end(page));
    const { error } = await collect(createClient(server).streamChat(request));
    expect(error).toMatchObject({ kind: 'server', message: '502 Bad Gateway' });
  });
});

describe('a broken answer', () => {
  // Rows: F39
  it('without its finish is cut off, and keeps its text', async () => {
    const server = await startServer(answerWith(delta('part'), done));
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['part', { type: 'turn-end', outcome: 'cut-off' }]);
  });

  it('with reasoning alone and no finish is cut off', async () => {
    const server = await startServer(answerWith(event({ choices: [{ delta: { reasoning_content: 'hm' } }] })));
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'cut-off' });
  });

  // Rows: F38
  it('reset in the middle is cut off, and not asked for again', async () => {
    const { promise: seen, resolve } = Promise.withResolvers<undefined>();
    const server = await startServer(async (response) => {
      beginEvents(response);
      response.write(delta('part'));
      await seen;
      response.destroy();
    });
    const { events, text, error } = await collect(createClient(server).streamChat(request), (one) => {
      if (one.type === 'text-delta') {
        resolve(undefined);
      }
    });
    expect(error).toBeUndefined();
    expect(text).toBe('part');
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', outcome: 'cut-off', error: { kind: 'unreachable' } });
    expect(server.received).toHaveLength(1);
  });

  it('reset after its finish is complete', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('all') + finish(), () => response.destroy());
    });
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
  });

  it('that stays open after its finish ends by itself, and the connection is dropped', async () => {
    const { promise: isDropped, resolve: drop } = Promise.withResolvers<undefined>();
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('all') + finish());
      response.on('close', () => drop(undefined));
    });
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['all', { type: 'turn-end', outcome: 'stop' }]);
    await isDropped;
  });

  it('reset before its first event is asked for again', async () => {
    let attempts = 0;
    const server = await startServer((response, received, incoming) => {
      attempts += 1;
      if (attempts === 1) {
        response.destroy();
        return;
      }
      void answerWith(delta('a'), finish(), done)(response, received, incoming);
    });
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect(events[0]).toMatchObject({ type: 'retry', attempt: 1, error: { kind: 'unreachable' } });
    expect(text).toBe('a');
  });

  // Rows: F36, F40
  it('that falls silent is cut off by the idle limit', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('part'));
    });
    const client = createClient({ ...server, timeouts: { idle: 50 } });
    const { events } = await collect(client.streamChat(request));
    expect(events.at(-1)).toMatchObject({ outcome: 'cut-off', error: { kind: 'timeout', code: 'idle-timeout' } });
    await server.idle();
  });

  // Rows: F37
  it('whose gateway sends comments is alive', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('a'));
      let comments = 0;
      const timer = setInterval(() => {
        comments += 1;
        response.write(': PING\n\n');
        if (comments === 12) {
          clearInterval(timer);
          response.end(finish() + done);
        }
      }, 50);
    });
    const client = createClient({ ...server, timeouts: { idle: 400 } });
    const { events } = await collect(client.streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
  });

  it('is not taken for silent while its reader is slow', async () => {
    const { promise: seen, resolve } = Promise.withResolvers<undefined>();
    const server = await startServer(async (response) => {
      beginEvents(response);
      response.write(delta('a'));
      await seen;
      response.end(delta('b') + finish() + done);
    });
    const client = createClient({ ...server, timeouts: { idle: 100 } });
    const events: ChatEvent[] = [];
    for await (const one of client.streamChat(request)) {
      events.push(one);
      if (one.type === 'text-delta') {
        resolve(undefined);
        // The slow reader itself: longer than the limit, with the rest of the answer waiting.
        await new Promise((continueReading) => setTimeout(continueReading, 250));
      }
    }
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
  });

  it.each([
    ['before the headers', false],
    ['after the headers', true],
  ])('whose first byte never comes times out %s, once', async (_, sendsHeaders) => {
    const server = await startServer((response) => {
      if (sendsHeaders) {
        beginEvents(response);
        response.flushHeaders();
      }
    });
    const client = createClient({ ...server, timeouts: { firstByte: 50 } });
    const { events, error } = await collect(client.streamChat(request));
    expect([events, error?.kind, error?.code]).toEqual([[], 'timeout', 'first-byte-timeout']);
    expect(server.received).toHaveLength(1);
    await server.idle();
  });

  it.each([
    ['nothing', ''],
    ['[DONE] alone', done],
    ['comments alone', ': PING\n\n: PING\n\n'],
    ['a finish alone', finish() + done],
    ['reasoning alone', event({ choices: [{ delta: { reasoning: 'hm' }, finish_reason: 'stop' }] }) + done],
  ])('of %s is empty', async (_, stream) => {
    const server = await startServer(answerWith(stream));
    const { events, error } = await collect(createClient(server).streamChat(request));
    expect(error?.kind).toBe('empty');
    expect(events.filter((one) => one.type === 'turn-end')).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  // Rows: F39
  it.each([
    ['an object', event({ error: { message: 'overloaded', code: 'overloaded_error' } }), 'server'],
    ['a number as its code', event({ error: { message: 'wait', code: 429 } }), 'rate-limited'],
    ['a string', event({ error: 'broken' }), 'server'],
    ['an event name', 'event: error\ndata: {"message":"broken"}\n\n', 'server'],
    ['quota', event({ choices: [], error: { message: 'x', code: 'insufficient_quota' } }), 'out-of-credit'],
    ['detail', event({ detail: 'broken' }), 'server'],
    ['raw text', event('error: broken'), 'server'],
  ])('with an error as %s throws it after its text', async (_, failure, kind) => {
    const server = await startServer(answerWith(delta('part'), failure));
    const { events, text, error } = await collect(createClient(server).streamChat(request));
    expect([text, error?.kind]).toEqual(['part', kind]);
    expect(events.filter((one) => one.type === 'turn-end')).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  it('with one unreadable event goes on', async () => {
    const server = await startServer(
      answerWith(delta('a'), event('{"role":"adata: {"id"'), delta('b'), finish(), done),
    );
    const { text } = await collect(createClient(server).streamChat(request));
    expect(text).toBe('ab');
  });

  it('of unreadable events alone says so', async () => {
    const server = await startServer(answerWith(event('rubbish'), event('more')));
    const { error } = await collect(createClient(server).streamChat(request));
    expect(error).toMatchObject({ kind: 'server', code: 'unreadable-answer' });
  });

  it('as a login page with status 200 is an error with its title', async () => {
    const server = await startServer((response) => void response.end('<!doctype html><title>Log in</title>'));
    const started = collect(createClient(server).streamChat(request), () => undefined);
    const { error } = await started;
    expect(error).toMatchObject({ kind: 'server', message: 'Log in' });
  });
});

describe('a stop', () => {
  const stopped = { type: 'turn-end', outcome: 'stopped' };

  it('before the request sends nothing', async () => {
    const server = await startServer(answerWith(delta('a'), finish(), done));
    const { events } = await collect(createClient(server).streamChat(request, { signal: AbortSignal.abort() }));
    expect(events).toEqual([stopped]);
    expect(server.received).toEqual([]);
  });

  it('while waiting for the headers closes the connection', async () => {
    const controller = new AbortController();
    const server = await startServer(() => controller.abort());
    const { events, error } = await collect(createClient(server).streamChat(request, controller));
    expect([events, error]).toEqual([[stopped], undefined]);
    await server.idle();
  });

  it('while the key is being read ends at once', async () => {
    const controller = new AbortController();
    const client = createClient({
      baseUrl: 'http://127.0.0.1:9/v1',
      apiKey: () => {
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    expect((await collect(client.streamChat(request, controller))).events).toEqual([stopped]);
  });

  it('while waiting to try again ends at once', async () => {
    const controller = new AbortController();
    const server = await startServer((response) => void response.writeHead(429, { 'retry-after': '60' }).end());
    const { events } = await collect(createClient(server).streamChat(request, controller), () => controller.abort());
    expect(events.map((one) => one.type)).toEqual(['retry', 'turn-end']);
    expect(events.at(-1)).toEqual(stopped);
    expect(server.received).toHaveLength(1);
  });

  it('in the middle keeps the text and closes the connection', async () => {
    const controller = new AbortController();
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('part'));
    });
    const { events, text, error } = await collect(createClient(server).streamChat(request, controller), (one) => {
      if (one.type === 'text-delta') {
        controller.abort();
      }
    });
    expect([text, error]).toEqual(['part', undefined]);
    expect(events.filter((one) => one.type === 'turn-end')).toEqual([stopped]);
    await server.idle();
  });

  it('by leaving the loop closes the connection', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('part'));
    });
    for await (const one of createClient(server).streamChat(request)) {
      expect(one.type).toBe('turn-start');
      break;
    }
    await server.idle();
  });

  it('by closing the client ends what runs', async () => {
    const server = await startServer((response) => {
      beginEvents(response);
      response.write(delta('part'));
    });
    const client = createClient(server);
    const { events } = await collect(client.streamChat(request), (one) => {
      if (one.type === 'text-delta') {
        void client.close();
      }
    });
    expect(events.at(-1)).toEqual(stopped);
    await server.idle();
  });
});
