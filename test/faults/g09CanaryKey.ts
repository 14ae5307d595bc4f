// G9, for the client: a key that whoever answers tries to get into errors, logs, events and other places, and that environments and
// dev containers try to lead elsewhere. Nothing shows it, and nobody else gets it.
import { inspect } from 'node:util';
import { OpenCodexClient, type ClientOptions } from '../../src/api/client.ts';
import type { Log } from '../../src/shared/gateway.ts';
import { forEachOf, type Goal, type GoalRun } from './goal.ts';
import type { Random } from './random.ts';
import { places, redirectTargets, writings, type EchoReply, type Place } from './support/canaryForms.ts';
import { tryWays } from './support/canaryWays.ts';
import { findLeak } from './support/leaks.ts';
import { startRawServer, type RawRequest } from './support/rawServer.ts';

/** As providers write them; with what addresses and base64 give a meaning; with what JSON, HTML and escapes do. */
const keys = ['sk-live-c4n4ryQ7wE9rT2yU8iO3p', 'c4n4ry+Q7wE9/rT2yU8iO3pA==', 'c4"n4\\ry&Q7%41<wE9\'rT2yU8iO3'];
const proxyPassword = 'pr0xyCanaryM4gpieW0rd';

const calls = {
  chat: async (client: OpenCodexClient, see: (seen: unknown) => void) => {
    for await (const event of client.streamChat({ model: 'm', messages: [{ role: 'user', content: 'Hello!' }] })) {
      see(event);
    }
  },
  models: async (client: OpenCodexClient, see: (seen: unknown) => void) => see(await client.listModels()),
  balance: async (client: OpenCodexClient, see: (seen: unknown) => void) => see(await client.readBalance()),
} as const;

type Call = keyof typeof calls;

/** One thing to try, with all that it needs. */
interface CanaryCase {
  readonly how: string;
  readonly call: Call;
  readonly key: string;
  readonly transport: 'direct' | 'editor';
  /** What answers each request: the whole of it, or nothing after the connection is closed. */
  readonly answer: (request: RawRequest) => void;
  readonly options?: Partial<ClientOptions>;
  readonly heads: string[];
}

const failureStatuses = [400, 401, 402, 403, 404, 405, 407, 408, 409, 413, 422, 429, 451, 500, 501, 502, 503, 504, 524];

// Rows: T10, T34, T35, T37
export const g09: Goal = {
  name: 'G9',
  async run(run) {
    const { random } = run;
    const other = await startRawServer(({ head }) => {
      run.fail('a redirect was followed', head.split('\r\n')[0]);
    });
    const all = [
      ...echoCases(random),
      ...redirectCases(random, other.origin.slice('http://'.length)),
      ...brokenCases(random),
      ...refusedCases(random),
    ];
    const wanted = run.size(all.length, 300) / all.length;
    const cases = new Map(all.filter(() => random.chance(wanted)).map((one, index) => [String(index), one] as const));
    const server = await startRawServer((request) => {
      const one = cases.get(request.path.split('/')[1] ?? '');
      one?.heads.push(request.head + request.body);
      one?.answer(request);
    });
    const endEditor = leadByEditor(server.origin);
    await forEachOf(cases, 24, ([name, one]) => {
      const origin = one.transport === 'editor' ? editorOrigin : server.origin;
      return tryCase(run, one, `${origin}/${name}/v1`);
    });
    endEditor();
    await tryProxies(run);
    await tryWays(run);
    await server.close();
    await other.close();
  },
};

/** Reached by the editor alone: to loopback there is no way but the direct one. */
const editorOrigin = 'https://gateway.invalid';

/** As VS Code does it, whose fetch knows ways of its own. @returns a function that ends it */
function leadByEditor(origin: string): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    fetch(input instanceof URL ? input.href.replace(editorOrigin, origin) : input, init);
  return () => {
    globalThis.fetch = fetch;
  };
}

function makeCase(
  random: Random,
  how: string,
  call: Call,
  answerFor: (key: string) => (request: RawRequest) => void,
): CanaryCase {
  const key = random.pick(keys);
  const transport = random.pick(['direct', 'editor'] as const);
  return { how: `${call}, ${how}, ${transport}, key ${key}`, call, key, transport, answer: answerFor(key), heads: [] };
}

function send({ socket }: RawRequest, status: number, { reason = 'Any', headers = {}, body }: EchoReply): void {
  const type = body.startsWith('data:') ? 'text/event-stream' : 'application/json';
  // Whatever is tried again is tried at once.
  const lines = Object.entries({ 'retry-after-ms': '1', 'content-type': type, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(
    `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function echoCases(random: Random): CanaryCase[] {
  return Object.entries(places).flatMap(([placeName, place]: readonly [string, Place]) =>
    Object.entries(writings).flatMap(([writingName, write]) =>
      (place.isStream ? (['chat'] as const) : (['chat', 'models', 'balance'] as const)).map((call) => {
        const status = place.status ?? random.pick(failureStatuses);
        return makeCase(random, `status ${status}, key ${writingName} in ${placeName}`, call, (key) => {
          const reply = place.reply(write(key));
          return (request) => send(request, status, reply);
        });
      }),
    ),
  );
}

function redirectCases(random: Random, other: string): CanaryCase[] {
  return [300, 301, 302, 303, 304, 305, 307, 308].flatMap((status) =>
    redirectTargets('', other).map((_, index) =>
      makeCase(random, `redirect form ${index} with ${status}`, random.pick(['chat', 'models', 'balance']), (key) => {
        const location = redirectTargets(key, other)[index] ?? '';
        const refresh = random.chance(0.2) ? { refresh: `0; url=${location}` } : {};
        return (request) => send(request, status, { headers: { location, ...refresh }, body: '' });
      }),
    ),
  );
}

/** Replies that are no HTTP, or break off, with the key in what came. */
function brokenCases(random: Random): CanaryCase[] {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n';
  const forms: Readonly<Record<string, (key: string) => string | undefined>> = {
    'reset at once': () => undefined,
    'no HTTP': (key) => `Authorization: Bearer ${key}\r\n\r\n`,
    'wrong version': (key) => `HTTP/9.9 200 ${key}\r\n\r\n`,
    'wrong header name': (key) => `HTTP/1.1 200 OK\r\n${key} x\u0001: y\r\n\r\n`,
    'wrong header value': (key) => `${head}x: \u0001${key}\r\n\r\n`,
    'endless header': (key) => `${head}x: ${key.repeat(2000)}\r\n\r\n`,
    'wrong length': (key) => `${head}content-length: ${key}\r\n\r\n`,
    'wrong chunk': (key) => `${head}transfer-encoding: chunked\r\n\r\n${key}\r\n`,
    'no gzip': (key) => `${head}content-encoding: gzip\r\ncontent-length: ${key.length}\r\n\r\n${key}`,
    'unknown encoding': (key) => `${head}content-encoding: ${key}\r\ncontent-length: 4\r\n\r\nnone`,
    'unfinished error': (key) => `HTTP/1.1 400 No\r\ncontent-length: 9000\r\n\r\n{"error":{"message":"${key}`,
  };
  return Object.entries(forms).flatMap(([name, form]) =>
    (['chat', 'models', 'balance'] as const).map((call) =>
      makeCase(random, name, call, (key) => ({ socket }) => {
        const bytes = form(key);
        if (bytes === undefined) {
          socket.resetAndDestroy();
        } else {
          socket.end(bytes);
        }
      }),
    ),
  );
}

/** What is refused before it is sent. */
function refusedCases(random: Random): CanaryCase[] {
  const refused: readonly ((key: string) => Partial<ClientOptions>)[] = [
    (key) => ({ apiKey: () => Promise.resolve(`${key}\nx: y`) }),
    (key) => ({ apiKey: () => Promise.resolve(`${key} ${key}`) }),
    (key) => ({ apiKey: () => Promise.resolve(`${key}世`) }),
    (key) => ({ apiKey: () => Promise.reject(new Error(`No secret ${key}`, { cause: { key } })) }),
    (key) => ({ baseUrl: `https://${encodeURIComponent(key)}@gateway.invalid/v1` }),
    (key) => ({ baseUrl: `https://gateway.invalid/v1?key=${encodeURIComponent(key)}` }),
    (key) => ({ baseUrl: `http://${encodeURIComponent(key)}.invalid/v1` }),
    (key) => ({ baseUrl: `not a URL ${key}` }),
  ];
  return refused.flatMap((makeOptions, index) =>
    (['chat', 'models', 'balance'] as const).map((call) => {
      const one = makeCase(random, `refused form ${index}`, call, () => () => undefined);
      return { ...one, options: makeOptions(one.key) };
    }),
  );
}

async function tryCase(run: GoalRun, one: CanaryCase, baseUrl: string): Promise<void> {
  await run.try(
    () => one.how,
    async () => {
      const options = { baseUrl, transport: one.transport, apiKey: () => Promise.resolve(one.key), ...one.options };
      refuseLeak(await everythingSeen(options, one.call), one.key);
      for (const head of one.heads) {
        const authorization = `authorization: bearer ${one.key}`.toLowerCase();
        const own = head.split('\r\n').filter((line) => line.toLowerCase() === authorization);
        if (own.length !== 1) {
          throw new Error(`${own.length} Authorization headers:\n${head}`);
        }
        refuseLeak(head.replace(own[0] ?? '', ''), one.key);
      }
    },
  );
}

/** All that can be seen of a call from outside: events, results, logs, and what it throws. */
async function everythingSeen(options: ClientOptions, call: Call): Promise<string> {
  const seen: unknown[] = [];
  const write = (line: string): void => void seen.push(line);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const client = new OpenCodexClient({ ...options, log });
  try {
    await calls[call](client, (one) => seen.push(one));
  } catch (thrown) {
    seen.push(thrown);
  } finally {
    await client.close();
  }
  return seen.map(inside).join('\n');
}

/** A value with its hidden members, as text, as JSON, and its stack as it stands. */
function inside(value: unknown): string {
  const stack = value instanceof Error ? `${String(value)} ${value.stack ?? ''} ${inspect(value.cause)}` : '';
  return `${inspect(value, { depth: 20, showHidden: true, maxStringLength: null })} ${JSON.stringify(value)} ${stack}`;
}

function refuseLeak(text: string, secret: string): void {
  const leak = findLeak(text, secret);
  if (leak !== undefined) {
    throw new Error(`${leak} can be read in:\n${text.slice(0, 1500)}`);
  }
}

/** Proxies that refuse or break: they never see the key, and nothing shows their password. */
async function tryProxies(run: GoalRun): Promise<void> {
  const replies: readonly ((head: string) => string | undefined)[] = [
    (head) => `HTTP/1.1 407 ${head.split('\r\n').at(-1) ?? ''}\r\nproxy-authenticate: Basic\r\n\r\n${head}`,
    (head) => `HTTP/1.1 403 No\r\ncontent-length: ${head.length}\r\n\r\n${head}`,
    (head) => `HTTP/1.1 502 Bad Gateway\r\nx: ${head.replaceAll('\r\n', ' ')}\r\n\r\n`,
    (head) => `HTTP/1.1 200 OK\r\n\r\n${head}`,
    (head) => `${head}\r\n\r\n`,
    () => 'HTTP/1.1 200 OK\r\n\r\n',
    () => undefined,
  ];
  const [key] = keys as [string];
  const authorization = `Basic ${Buffer.from(`user:${proxyPassword}`).toString('base64')}`;
  await forEachOf(replies.entries(), replies.length, async ([index, reply]) => {
    const heads: string[] = [];
    const proxy = await startRawServer(({ socket, head }) => {
      heads.push(head);
      const bytes = reply(head);
      if (bytes === undefined) {
        socket.resetAndDestroy();
      } else {
        socket.end(bytes);
      }
    });
    const proxies = [
      { url: proxy.origin.replace('://', `://user:${proxyPassword}@`) },
      { url: proxy.origin, authorization },
    ];
    for (const [form, settings] of proxies.entries()) {
      await run.try(
        () => `proxy reply ${index}, password in ${form === 0 ? 'the address' : 'the settings'}`,
        async () => {
          const options = { baseUrl: 'https://gateway.invalid/v1', transport: 'direct', proxy: settings } as const;
          const seen = await everythingSeen({ ...options, apiKey: () => Promise.resolve(key) }, 'chat');
          refuseLeak(seen, key);
          refuseLeak(seen, proxyPassword);
          refuseLeak(heads.join('\n'), key);
          if (heads.length === 0) {
            throw new Error('The proxy was not asked.');
          }
        },
      );
    }
    await proxy.close();
  });
}
