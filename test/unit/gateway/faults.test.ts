// Every fault by name: what the client gets, and what it costs.
import { describe, expect, it } from 'vitest';
import { demoKey } from '../../gateway/gateway.ts';
import { faultNames } from '../../gateway/faults/table.ts';
import {
  ask,
  chunksOf,
  type Completion,
  dataOf,
  type ErrorBody,
  finishOf,
  json,
  openGateway,
  read,
  readUntilBroken,
  textOf,
} from './support.ts';

const seen = new Set<string>();

/** A name that the test at hand covers. */
function fault(name: string): string {
  seen.add(name);
  return name;
}

const codes = [
  ['fault-400', 400, 'bad_request'],
  ['fault-401', 401, 'invalid_api_key'],
  ['fault-402', 402, 'insufficient_credits'],
  ['fault-404', 404, 'model_not_found'],
  ['fault-429', 429, 'rate_limit_exceeded'],
  ['fault-429-wait', 429, 'rate_limit_exceeded'],
  ['fault-429-hour', 429, 'rate_limit_exceeded'],
  ['fault-500', 500, 'internal_error'],
  ['fault-503', 503, 'internal_error'],
] as const;

describe('faults that are an answer of their own', () => {
  it.each(codes)('%s is %d %s and costs nothing', async (name, status, code) => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', { model: fault(name) });
    expect(response.status).toBe(status);
    expect((await json<ErrorBody>(response)).error.code).toBe(code);
    expect(gateway.credits(demoKey)).toBe(500);
  });

  it.each([
    ['fault-429', '1'],
    ['fault-429-wait', '30'],
    ['fault-429-hour', '3600'],
    ['fault-429-once', '0'],
  ])('%s says to retry after %s s', async (name, seconds) => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', { model: name });
    expect(response.headers.get('retry-after')).toBe(seconds);
  });

  it.each([
    ['fault-429-once', [429, 200, 200]],
    ['fault-500-once', [500, 200, 200]],
    ['fault-500-twice', [500, 500, 200]],
  ])('%s then answers, for each conversation anew', async (name, statuses) => {
    const gateway = await openGateway();
    const got = [];
    for (const content of ['one', 'one', 'one', 'two', 'two', 'two']) {
      const response = await ask(gateway, content, { model: fault(name) });
      await response.text();
      got.push(response.status);
    }
    expect(got).toEqual([...statuses, ...statuses]);
  });

  it('fault-html is a 502 page', async () => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', { model: fault('fault-html') });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<title>502 Bad Gateway</title>');
  });

  it.each([
    ['fault-redirect', 302],
    ['fault-redirect-307', 307],
    ['fault-redirect-308', 308],
  ])('%s leads with %d to another origin', async (name, status) => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', { model: fault(name) });
    const target = new URL(response.headers.get('location') ?? '');
    expect(response.status).toBe(status);
    expect(target.origin).not.toBe(gateway.origin);
    expect(target.port).toBe(new URL(gateway.origin).port);
  });

  it('fault-refuse resets the connection before any answer', async () => {
    const gateway = await openGateway();
    await expect(ask(gateway, 'hi', { model: fault('fault-refuse') })).rejects.toThrow('fetch failed');
    expect(gateway.journal.entries).toMatchObject([{ outcome: 'broken', chargedMicros: 0 }]);
    expect(gateway.journal.entries[0]?.status).toBeUndefined();
  });

  it('fault-refuse-once answers the second time', async () => {
    const gateway = await openGateway();
    await expect(ask(gateway, 'hi', { model: fault('fault-refuse-once') })).rejects.toThrow('fetch failed');
    expect((await ask(gateway, 'hi', { model: 'fault-refuse-once' })).status).toBe(200);
  });

  it('fault-silence never answers', async () => {
    const gateway = await openGateway();
    const abort = new AbortController();
    const isRefused = expect(
      ask(gateway, 'hi', { model: fault('fault-silence') }, { signal: abort.signal }),
    ).rejects.toThrow('aborted');
    await gateway.journal.next((entry) => entry.method === 'POST');
    expect(gateway.openRequests).toBe(1);
    abort.abort();
    await isRefused;
    const entry = await gateway.journal.next(({ outcome }) => outcome !== 'open');
    expect(entry).toMatchObject({ outcome: 'aborted', chargedMicros: 0 });
  });
});

describe('faults of a stream', () => {
  const whole = Array.from({ length: 10 }, (_, index) => `part ${index} `);
  const half = whole.slice(0, 5).join('');

  async function askBroken(name: string) {
    const gateway = await openGateway();
    gateway.script({ text: whole });
    const { text, isBroken } = await readUntilBroken(await ask(gateway, 'hi', { model: fault(name) }));
    const data = dataOf(text);
    const chunks = data.filter((line) => line.includes('"choices"')).map((line) => JSON.parse(line) as never);
    const entry = await gateway.journal.next(({ outcome }) => outcome !== 'open');
    return { text: textOf(chunks), finish: finishOf(chunks), last: data.at(-1), isBroken, entry };
  }

  it.each([
    ['fault-cut', false, 'answered'],
    ['fault-cut-done', false, 'answered'],
    ['fault-error-event', false, 'answered'],
    ['fault-reset', true, 'broken'],
    ['fault-drop', true, 'broken'],
  ] as const)('%s gives exactly the first half, broken: %s', async (name, isBroken, outcome) => {
    const got = await askBroken(name);
    expect(got).toMatchObject({ text: half, finish: null, isBroken });
    expect(got.entry).toMatchObject({ outcome, status: 200, completionTokens: Math.ceil(half.length / 4) });
    expect(got.entry.chargedMicros).toBe(1_000 + 4_000 * Math.ceil(half.length / 4));
    expect(got.last === '[DONE]').toBe(name === 'fault-cut-done');
  });

  it('fault-error-event ends with an error that has a message', async () => {
    const { last } = await askBroken('fault-error-event');
    expect((JSON.parse(last ?? '') as ErrorBody).error.message).toBe('The upstream provider failed.');
  });

  it('fault-stall gives the first half and then nothing, the connection open', async () => {
    const gateway = await openGateway();
    gateway.script({ text: whole });
    const abort = new AbortController();
    const response = await ask(gateway, 'hi', { model: fault('fault-stall') }, { signal: abort.signal });
    const text = readUntilBroken(response);
    await gateway.journal.next((entry) => entry.completionTokens === Math.ceil(half.length / 4));
    expect(gateway.connections.open).toBe(1);
    expect(gateway.openRequests).toBe(1);
    abort.abort();
    expect((await text).isBroken).toBe(true);
    const entry = await gateway.journal.next(({ outcome }) => outcome !== 'open');
    expect(entry).toMatchObject({ outcome: 'aborted', completionTokens: Math.ceil(half.length / 4) });
  });
});

describe('faults after an answer', () => {
  it('fault-stall-finish gives everything but [DONE], the connection open', async () => {
    const gateway = await openGateway();
    gateway.script({ text: 'Whole' });
    const abort = new AbortController();
    const response = await ask(gateway, 'hi', { model: fault('fault-stall-finish') }, { signal: abort.signal });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    while (!text.includes('"finish_reason":"stop"')) {
      text += decoder.decode((await reader?.read())?.value, { stream: true });
    }
    expect(text).toContain('Whole');
    expect(text).not.toContain('[DONE]');
    expect(gateway.openRequests).toBe(1);
    abort.abort();
    expect(await gateway.journal.next(({ outcome }) => outcome !== 'open')).toMatchObject({ outcome: 'aborted' });
  });
});

describe('faults of what is answered', () => {
  it('fault-empty finishes without text, streamed and whole', async () => {
    const gateway = await openGateway();
    const chunks = await chunksOf(await ask(gateway, 'hi', { model: fault('fault-empty') }));
    const whole = await json<Completion>(await ask(gateway, 'hi', { model: 'fault-empty', stream: false }));
    expect(textOf(chunks)).toBe('');
    expect(finishOf(chunks)).toBe('stop');
    expect(whole.choices[0]).toEqual({ index: 0, message: { role: 'assistant', content: '' }, finish_reason: 'stop' });
  });

  it('fault-reasoning-only has reasoning and no text', async () => {
    const gateway = await openGateway();
    const chunks = await chunksOf(await ask(gateway, 'hi', { model: fault('fault-reasoning-only') }));
    const reasoning = chunks.map((chunk) => chunk.choices[0]?.delta.reasoning_content ?? '').join('');
    expect(textOf(chunks)).toBe('');
    expect(reasoning).toContain('scripted answer');
  });

  it('fault-content-filter ends after half', async () => {
    const gateway = await openGateway();
    gateway.script({ text: ['one ', 'two ', 'three ', 'four'] });
    const chunks = await chunksOf(await ask(gateway, 'hi', { model: fault('fault-content-filter') }));
    expect(textOf(chunks)).toBe('one two ');
    expect(finishOf(chunks)).toBe('content_filter');
  });
});

describe('asking for a fault', () => {
  it('works by header, for any model and route', async () => {
    const gateway = await openGateway();
    const headers = { 'x-gateway-fault': 'fault-500' };
    const chat = await ask(gateway, 'hi', {}, { headers });
    const balance = await fetch(`${gateway.baseUrl}/balance`, {
      headers: { ...headers, authorization: `Bearer ${demoKey}` },
    });
    expect([chat.status, balance.status]).toEqual([500, 500]);
  });

  it('works by route', async () => {
    const gateway = await openGateway({ routeFaults: { balance: 'fault-html', models: 'fault-429-once' } });
    const statuses = [];
    for (const path of ['/balance', '/models', '/models']) {
      statuses.push((await read(gateway, path)).status);
    }
    expect(statuses).toEqual([502, 429, 200]);
    expect((await ask(gateway, 'hi')).status).toBe(200);
  });

  it('refuses a name that it does not have', async () => {
    const gateway = await openGateway();
    const response = await ask(gateway, 'hi', { model: 'fault-nothing' });
    expect(response.status).toBe(400);
    expect((await json<ErrorBody>(response)).error.message).toContain('fault-nothing');
  });

  it('lists the faults as models when told to', async () => {
    const gateway = await openGateway({ listFaults: true });
    const { data } = await json<{ data: readonly { id: string }[] }>(await read(gateway, '/models'));
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([...faultNames]));
  });

  it('was tried above for every fault there is', () => {
    expect([...seen].sort()).toEqual([...faultNames].sort());
  });
});
