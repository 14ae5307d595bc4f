import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatRequest, Log } from '../../../../src/shared/gateway.ts';
import { hello, world } from '../../../gateway/quirks/script.ts';
import { ask, startQuirks } from './ask.ts';

const whole = hello + world;

afterEach(() => {
  vi.useRealTimers();
});

describe('the quirk of row', () => {
  // Rows: F37
  it('7: almost six minutes of thought are waited for, whatever undici thinks', async () => {
    const server = await startQuirks({ timeouts: { firstByte: 600_000, idle: 600_000 } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const asked = ask(server, 'quirk-7');
    await vi.waitUntil(() => vi.getTimerCount() >= 1 && server.gateway.openRequests === 1, { timeout: 5000 });
    const over = new AbortController();
    const ended = asked.finally(() => over.abort());
    while (!over.signal.aborted) {
      await vi.advanceTimersByTimeAsync(10_000);
      await new Promise(setImmediate);
    }
    expect(await ended).toMatchObject({ text: whole, end: 'stop', requests: 1 });
  });

  it('35: a 402 that says when it is over is waited for', async () => {
    const { text, requests, events } = await ask(await startQuirks(), 'quirk-35');
    expect({ text, requests }).toEqual({ text: whole, requests: 2 });
    expect(events[0]).toMatchObject({ type: 'retry', attempt: 1, error: { kind: 'out-of-credit', retryAfterMs: 5 } });
  });

  it('62: a connection that is reset before any byte is tried again on a fresh one', async () => {
    const { text, end, requests } = await ask(await startQuirks(), 'quirk-62');
    expect({ text, end, requests }).toEqual({ text: whole, end: 'stop', requests: 2 });
  });

  it.each([
    ['63: models as a bare array', 'quirk-63-bare', [{ id: 'a', contextWindow: 8192 }, { id: 'b' }]],
    ['63: models without object', 'quirk-63-unnamed', [{ id: 'a' }, { id: 'b' }]],
    ['63: no models, null', 'quirk-63-null', []],
  ])('%s', async (_, name, models) => {
    const { gateway, client } = await startQuirks();
    gateway.configure({ routeFaults: { models: name } });
    expect(await client.listModels()).toMatchObject(models);
  });

  it('65: what one bad turn left behind is not sent again', async () => {
    const call = { id: 'c', name: 'look', arguments: '{"at":' };
    const messages: ChatRequest['messages'] = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: '' },
      { role: 'assistant', content: 'b', toolCalls: [call, { ...call, id: 'unanswered' }] },
      { role: 'tool', content: 'seen', toolCallId: 'c' },
      { role: 'tool', content: 'of nothing', toolCallId: 'x' },
      { role: 'user', content: 'c' },
    ];
    const server = await startQuirks();
    expect(await ask(server, 'quirk-65', { messages })).toMatchObject({ text: whole, requests: 1 });
    const { body } = server.gateway.journal.entries[0] ?? {};
    expect((body as { messages: { role: string }[] }).messages.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'user',
    ]);
  });
});

describe('what a gateway refuses is left out at once, remembered, and logged once: row', () => {
  const history: ChatRequest['messages'] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b', reasoning: 'thought' },
    { role: 'user', content: 'c' },
  ];
  const full: Partial<ChatRequest> = { messages: history, maxTokens: 64, temperature: 0.2 };

  it.each([
    ['41: stream_options', 'quirk-41', { stream_options: undefined }],
    ['42: max_tokens', 'quirk-42', { max_tokens: undefined, max_completion_tokens: 64 }],
    ['43: temperature', 'quirk-43', { temperature: undefined }],
    ['45: stream', 'quirk-45', { stream: false, stream_options: undefined }],
    [
      '44: the system role',
      'quirk-44',
      {
        messages: [
          { role: 'user', content: 'Be brief.\n\na' },
          { role: 'assistant', content: 'b' },
          { role: 'user', content: 'c' },
        ],
      },
    ],
    [
      '50: reasoning_content missing',
      'quirk-50',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b', reasoning_content: 'thought' },
          { role: 'user', content: 'c' },
        ],
      },
    ],
  ])('%s', async (_, model, changed) => {
    const lines: string[] = [];
    const add = (line: string): void => void lines.push(line);
    const log: Log = { debug: () => undefined, info: add, warn: add, error: add };
    const server = await startQuirks({ log });
    const first = await ask(server, model, full);
    const second = await ask(server, model, full);
    for (const { text, end, events } of [first, second]) {
      expect({ text, end }).toEqual({ text: whole, end: 'stop' });
      expect(events.some(({ type }) => type === 'retry')).toBe(false);
    }
    expect([first.requests, second.requests]).toEqual([2, 1]);
    const bodies = server.gateway.journal.entries.map(({ body }) => body as Record<string, unknown>);
    for (const body of bodies.slice(1)) {
      expect(Object.fromEntries(Object.keys(changed).map((key) => [key, body[key]]))).toEqual(changed);
    }
    expect(lines).toHaveLength(1);
    // Another model of the same gateway has taught nothing yet.
    await ask(server, 'deepseek-chat', full);
    expect(server.gateway.journal.entries.at(-1)?.body).toMatchObject({
      max_tokens: 64,
      temperature: 0.2,
      stream: true,
    });
  });

  it('a value out of its range is not dropped in silence', async () => {
    const server = await startQuirks();
    expect(await ask(server, 'deepseek-chat', { temperature: 7 })).toMatchObject({
      end: 'error bad-request',
      requests: 1,
    });
  });
});
