import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/shared/gateway.ts';
import { leadByEditor } from './support/editor.ts';
import { collect, createClient, request, startServer } from './support/server.ts';

const key = 'sk-live-canary0123456789';

function recordingLog(): { lines: string[]; log: Log } {
  const lines: string[] = [];
  const write = (message: string): void => void lines.push(message);
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

/** Everything that can be seen of a value, its causes and stacks included. */
function everything(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true }) + JSON.stringify(value);
}

describe('a redirect', () => {
  const forms = ['absolute', 'scheme-relative', 'with a password', 'relative'] as const;
  const cases = [301, 302, 303, 307, 308].flatMap((status) =>
    forms.flatMap((form) => (['direct', 'editor'] as const).map((transport) => ({ status, form, transport }))),
  );

  // Rows: T35
  it.each(cases)('$status, $form, by $transport, is not followed', async ({ status, form, transport }) => {
    const other = await startServer((response) => void response.end());
    const host = other.origin.slice('http://'.length);
    const location = {
      absolute: `${other.origin}/take`,
      'scheme-relative': `//${host}/take`,
      'with a password': `http://user:secret-word@${host}/take`,
      relative: '/elsewhere',
    }[form];
    const server = await startServer((response) => void response.writeHead(status, { location }).end());
    const way = transport === 'editor' ? leadByEditor(server) : { ...server, transport };
    const client = createClient({ ...way, apiKey: () => Promise.resolve(key) });
    const { error } = await collect(client.streamChat(request));
    expect(error).toMatchObject({ kind: 'unreachable', code: 'redirect', status });
    expect(error?.message).toContain(form === 'relative' ? new URL(way.baseUrl).origin : `://${host};`);
    expect(everything(error)).not.toContain('secret-word');
    expect([server.received.length, other.received.length]).toEqual([1, 0]);
  });
});

describe('the key', () => {
  const echoes = [
    ['plain', `Bad key ${key}`],
    ['as a header', `Authorization: Bearer ${key}`],
    ['in base64', `dump ${Buffer.from(`Bearer ${key}`).toString('base64')}`],
    ['across the cut', 'x'.repeat(1990) + key],
    ['in HTML', `<html><title>${key}</title></html>`],
  ] as const;

  // Rows: T10, T37
  it.each(echoes)('that a gateway sends back %s is in no error and no log', async (_, text) => {
    const { lines, log } = recordingLog();
    const body = text.startsWith('<') ? text : JSON.stringify({ error: { message: text, code: key, param: key } });
    const server = await startServer(
      (response) => void response.writeHead(400, { 'x-request-id': key, 'cf-ray': 'r1' }).end(body),
    );
    const client = createClient({ ...server, log, apiKey: () => Promise.resolve(key) });
    const { error } = await collect(client.streamChat(request));
    const seen = everything(error) + lines.join('\n');
    expect(error).toMatchObject({ kind: 'bad-request', requestId: 'r1' });
    expect(seen).not.toContain('canary');
    expect(seen).not.toContain(Buffer.from(key).toString('base64').slice(4, -4));
    expect(error?.message.length).toBeLessThanOrEqual(2100);
    expect(lines).not.toEqual([]);
  });

  it.each(['direct', 'editor'] as const)(
    'that cannot be a header is refused before it is sent by %s',
    async (transport) => {
      const server = await startServer((response) => void response.end());
      const way = transport === 'editor' ? leadByEditor(server) : { ...server, transport };
      const client = createClient({ ...way, apiKey: () => Promise.resolve(`${key}\nx: y`) });
      const { error } = await collect(client.streamChat(request));
      expect(error).toMatchObject({ kind: 'invalid-key', code: 'malformed-key' });
      expect(everything(error)).not.toContain('canary');
      expect(server.received).toEqual([]);
    },
  );

  it('is asked for again at each request', async () => {
    const keys = ['sk-live-1', 'sk-live-2'];
    const server = await startServer((response) => void response.end('[]'));
    const client = createClient({ ...server, apiKey: () => Promise.resolve(keys.shift()) });
    await client.listModels();
    await client.listModels();
    await client.listModels();
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-live-1',
      'Bearer sk-live-2',
      undefined,
    ]);
  });
});

// Rows: T36
it('a base URL that is not safe is refused before the key is asked for', async () => {
  let asked = 0;
  const apiKey = (): Promise<string> => {
    asked += 1;
    return Promise.resolve(key);
  };
  const { error } = await collect(createClient({ baseUrl: 'http://gateway.example/v1', apiKey }).streamChat(request));
  expect(error).toMatchObject({ kind: 'bad-request', code: 'invalid-base-url' });
  expect(asked).toBe(0);
});

// Rows: T10, T29
it('a reply of control characters and direction marks gives plain text under 2 KB', async () => {
  const message = `\u001B[31mred\u001B[0m \u202Eevil\u0007 ${'x'.repeat(10_000_000)}`;
  const server = await startServer((response) => void response.writeHead(400).end(message));
  const { error } = await collect(createClient(server).streamChat(request));
  expect(error?.message.startsWith('red evil xxx')).toBe(true);
  expect(error?.message.length).toBe(2000);
});
