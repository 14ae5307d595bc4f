// What is more than any real answer: the client gives what fits, says so, and reads no further. How long each takes is G13's.
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/api/client.ts';
import { limits } from '../../../src/shared/limits.ts';
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
  type Handler,
} from './support/server.ts';

const tooLong = { kind: 'server', code: 'answer-too-long' };
const cutOff: unknown = expect.objectContaining({
  type: 'turn-end',
  outcome: 'cut-off',
  error: expect.objectContaining(tooLong) as unknown,
});
const { text: mostText } = limits.answer;

function lengthOf(events: readonly ChatEvent[]): number {
  return events.reduce((sum, one) => sum + ('text' in one ? one.text.length : 0), 0);
}

function times(count: number, part: string): string[] {
  return Array.from({ length: count }, () => part);
}

/** Sends the part again and again, as fast as it is taken. */
function flood(response: ServerResponse, part: string): void {
  const write = (): void => {
    if (response.write(part)) {
      setImmediate(write);
    }
  };
  response.on('drain', write);
  write();
}

/** Sends the part every few milliseconds for as long as anybody listens. */
function endless(first: string, part: string): Handler {
  return (response) => {
    beginEvents(response);
    response.write(first + part);
    const timer = setInterval(() => response.write(part), 10);
    response.on('close', () => clearInterval(timer));
  };
}

// Rows: T45
describe('an answer longer than any', () => {
  it('is cut off at the limit, at a whole character, and its connection closed', async () => {
    const server = await startServer(answerWith(delta('x'), ...times(9, delta('😀'.repeat(250_000))), finish()));
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual(cutOff);
    expect([text.length, text.at(-1)]).toEqual([mostText - 1, '\uDE00']);
    await server.idle();
  });

  it('counts reasoning and text together, in parts, too', async () => {
    const half = 'x'.repeat(mostText / 8);
    const parts = event({ choices: [{ delta: { content: [{ type: 'text', text: half }] } }] });
    const reasoning = event({ choices: [{ delta: { reasoning: half } }] });
    const server = await startServer(
      answerWith(...times(3, reasoning), ...times(3, parts), delta(half), delta(half), delta('more'), done),
    );
    const { events } = await collect(createClient(server).streamChat(request));
    expect([lengthOf(events), events.at(-1)]).toEqual([mostText, cutOff]);
  });

  it('is not whole because its last piece brings a finish', async () => {
    const last = event({ choices: [{ delta: { content: 'y'.repeat(900_000) }, finish_reason: 'stop' }] });
    const server = await startServer(answerWith(...times(4, delta('x'.repeat(900_000))), last, done));
    const { events } = await collect(createClient(server).streamChat(request));
    expect([lengthOf(events), events.at(-1)]).toEqual([mostText, cutOff]);
  });

  it('is cut off, too, where it comes as one body', async () => {
    const body = { choices: [{ message: { content: 'x'.repeat(mostText + 1) }, finish_reason: 'stop' }] };
    const server = await startServer((response) => void response.end(JSON.stringify(body)));
    const { events } = await collect(createClient(server).streamChat(request));
    expect([lengthOf(events), events.at(-1)]).toEqual([mostText, cutOff]);
  });

  it('at the limit is whole', async () => {
    const server = await startServer(answerWith(...times(8, delta('x'.repeat(mostText / 8))), finish(), done));
    const { events } = await collect(createClient(server).streamChat(request));
    expect([lengthOf(events), events.at(-1)]).toEqual([mostText, { type: 'turn-end', outcome: 'stop' }]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('is cut off where a few bytes of %s become megabytes', async (coding, compress) => {
    const bytes = compress(delta('Hi') + ': nothing\n\n'.repeat(1_000_000) + finish() + done);
    const server = await startServer((response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(bytes);
    });
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['Hi', cutOff]);
  });

  it('is no matter of compression where the text is one', async () => {
    const words = Array.from({ length: 30_000 }, (_, index) => delta(`${index} words and more `));
    const server = await startServer((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(words.join('') + finish() + done));
    });
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
  });
});

describe('an event', () => {
  it('that is one body of JSON in several lines is given, and whatever follows it is passed over at once', async () => {
    const body = { choices: [{ message: { content: 'x'.repeat(1_000_000) }, finish_reason: 'stop' }], usage: {} };
    const server = await startServer((response) => {
      response.write(JSON.stringify(body, undefined, 2));
      response.end('rubbish '.repeat(1_000_000));
    });
    const before = process.cpuUsage();
    const { text } = await collect(createClient(server).streamChat(request));
    const { user, system } = process.cpuUsage(before);
    expect(text).toHaveLength(1_000_000);
    // A second in all; to put the whole together for each piece of the rest took half a minute.
    expect(user + system).toBeLessThan(5_000_000);
  });

  it('longer than any ends the answer, which keeps its text', async () => {
    const server = await startServer(
      answerWith(delta('Hi'), `data: ${'x'.repeat(1.1 * limits.answer.event)}\n\n`, finish()),
    );
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect([text, events.at(-1)]).toEqual(['Hi', cutOff]);
  });

  it.each([
    [1_000, 'stop', undefined],
    [1_001, 'cut-off', tooLong],
  ])('of %i lines run together ends the answer as %s', async (count, outcome, error) => {
    const chunk = JSON.stringify({ choices: [{ delta: { content: 'x' } }] });
    const lines = `${times(count, `data: ${chunk}`).join('\n')}\n\n`;
    const server = await startServer(answerWith(lines, finish(), done));
    const { events, text } = await collect(createClient(server).streamChat(request));
    expect(text).toHaveLength(1_000);
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', outcome, ...(error === undefined ? {} : { error }) });
  });

  it.each([
    ['nested deeper than any', '{"choices":[{"delta":{"content":"no"}}],"x":'.padEnd(5_000, '[')],
    ['of more parts than any', `{"choices":[{"delta":{"content":"no"}}],"x":[0${',0'.repeat(60_000)}]}`],
  ])('%s is passed over', async (_, data) => {
    const whole = data.endsWith('[') ? `${data}${']'.repeat(data.split('[').length - 2)}}` : data;
    expect(() => JSON.parse(whole) as unknown).not.toThrow();
    const server = await startServer(answerWith(delta('a'), event(whole), delta('b'), finish(), done));
    const { text } = await collect(createClient(server).streamChat(request));
    expect(text).toBe('ab');
  });
});

describe('a body in place of a stream', () => {
  it('of more parts or brackets than any is refused before it has come', async () => {
    for (const part of ['{"a":', '{"a":1},']) {
      const server = await startServer((response) => {
        response.write('{"choices":[');
        flood(response, part.repeat(2_000));
      });
      const { error } = await collect(createClient(server).streamChat(request));
      expect(error).toMatchObject(tooLong);
      await server.idle();
    }
  });

  it('of bare lines gives each as it comes, and any number of them', async () => {
    const { promise: seen, resolve } = Promise.withResolvers<undefined>();
    const line = `${JSON.stringify({ choices: [{ delta: { content: 'x' } }] })}\r\n`;
    const server = await startServer(async (response) => {
      response.write(line + line);
      await seen;
      response.end(line.repeat(1_998) + JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] }));
    });
    const { events, text } = await collect(createClient(server).streamChat(request), (one) => {
      if (one.type === 'text-delta') {
        resolve(undefined);
      }
    });
    expect([text.length, events.at(-1)]).toEqual([2_000, { type: 'turn-end', outcome: 'stop' }]);
  });

  it('that is a page is an error as soon as its title has come', async () => {
    const server = await startServer((response) => {
      response.write(`<html><title>Log in</title>${'<p>'.repeat(50_000)}`);
    });
    const { error } = await collect(createClient(server).streamChat(request));
    expect(error).toMatchObject({ kind: 'server', message: 'Log in' });
    await server.idle();
  });
});

describe('a gateway that sends, but no answer', () => {
  const timeouts = { silence: 100 };

  it.each([
    ['comments', ': PING\n\n'],
    ['empty events', event({ choices: [{ delta: {} }] })],
    ['usage', event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } })],
  ])('is given up after a while: %s', async (_, part) => {
    const server = await startServer(endless('', part));
    const { events, error } = await collect(createClient({ ...server, timeouts }).streamChat(request));
    expect(error).toMatchObject({ kind: 'timeout', code: 'silence-timeout' });
    expect(events.filter(({ type }) => type === 'turn-end')).toEqual([]);
    expect(server.received).toHaveLength(1);
    await server.idle();
  });

  it('is given up after its text, too, which is kept', async () => {
    const server = await startServer(endless(delta('Hi'), ': PING\n\n'));
    const { events, text } = await collect(createClient({ ...server, timeouts }).streamChat(request));
    const error: unknown = expect.objectContaining({ kind: 'timeout', code: 'silence-timeout' });
    expect([text, events.at(-1)]).toEqual(['Hi', { type: 'turn-end', outcome: 'cut-off', error }]);
    await server.idle();
  });

  it('is waited for by who wants to wait for ever', async () => {
    const server = await startServer((response) => {
      let comments = 0;
      beginEvents(response);
      const timer = setInterval(() => {
        comments += 1;
        response.write(': PING\n\n');
        if (comments === 30) {
          clearInterval(timer);
          response.end(delta('late') + finish() + done);
        }
      }, 10);
    });
    const client = createClient({ ...server, timeouts: { ...timeouts, idle: 0 } });
    expect((await collect(client.streamChat(request))).text).toBe('late');
  });

  it.each([
    ['now and then', endless(delta('Hi') + finish(), event({ choices: [] }))],
    ['without a pause', endless(delta('Hi') + finish(), event({ choices: [] }).repeat(10_000))],
  ])('after the finish has no more than its time, however it sends: %s', async (_, handler) => {
    const server = await startServer(handler);
    const startedAt = performance.now();
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.at(-1)).toEqual({ type: 'turn-end', outcome: 'stop' });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await server.idle();
  });
});

describe('tool calls', () => {
  const tools = [{ name: 'a' }];
  const pieces = (...calls: object[]): string => event({ choices: [{ delta: { tool_calls: calls } }] });
  const callOf = (index: number): object => ({ index, id: `c${index}`, function: { name: 'a', arguments: '{}' } });

  // Rows: T32
  it('are none where no tools were offered', async () => {
    const server = await startServer(answerWith(delta('Hi'), pieces(callOf(0)), finish(), done));
    const { events } = await collect(createClient(server).streamChat(request));
    expect(events.map(({ type }) => type)).toEqual(['turn-start', 'text-delta', 'turn-end']);
  });

  it.each([
    ['128', Array.from({ length: 128 }, (_, index) => callOf(index)), undefined],
    ['129', Array.from({ length: 129 }, (_, index) => callOf(index)), expect.objectContaining(tooLong)],
    ['short', [{ index: 0, function: { name: 'a', arguments: `"${'x'.repeat(600_000)}"` } }], undefined],
    [
      'longer than any',
      Array.from({ length: 3 }, (_, index) => ({ index, function: { name: 'a', arguments: 'x'.repeat(400_000) } })),
      expect.objectContaining(tooLong),
    ],
  ])('are answered or refused by their number and length: %s', async (_, calls, expected: unknown) => {
    const server = await startServer(answerWith(...calls.map((call) => pieces(call)), finish(), done));
    const { events, error } = await collect(createClient(server).streamChat({ ...request, tools }));
    expect(error).toEqual(expected);
    expect(events.some(({ type }) => type === 'turn-end')).toBe(expected === undefined);
  });
});

describe('the list of models', () => {
  it('is refused where it is longer than any, before it has come', async () => {
    const server = await startServer((response) => {
      response.write('{"data":[');
      flood(response, `${JSON.stringify({ id: 'm', description: 'x'.repeat(10_000) })},`);
    });
    await expect(createClient(server).listModels()).rejects.toMatchObject(tooLong);
    await server.idle();
  });

  it('ends with its five-thousandth model, and says so in the log', async () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log = { debug: () => undefined, info: write, warn: write, error: write };
    const server = await startServer((response, { path }) => {
      const page = Number(/page=(\d+)/.exec(path)?.[1] ?? 0);
      const data = Array.from({ length: 1_500 }, (_, index) => ({ id: `m${page * 1_500 + index}` }));
      response.end(JSON.stringify({ data, links: { next: `?page=${page + 1}` } }));
    });
    const models = await createClient({ ...server, log }).listModels();
    expect([models.length, models.at(-1)?.id, server.received.length]).toEqual([5_000, 'm4999', 4]);
    expect(lines).toEqual(['The list of models is cut off after 5000.']);
  });
});
