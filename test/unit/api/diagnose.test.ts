import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ClientOptions } from '../../../src/api/client.ts';
import { diagnoseConnection } from '../../../src/api/diagnosis/diagnose.ts';
import type { DiagnosisStep } from '../../../src/shared/diagnosis.ts';
import {
  demoKey,
  instant,
  revokedKey,
  startGateway,
  type Gateway,
  type GatewayOptions,
} from '../../gateway/gateway.ts';
import { startServer } from './support/server.ts';

const noProxy = { support: 'off' } as const;

async function gatewayFor(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway({ ...instant, ...options });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** All steps; that no key and no password stands in them is checked each time. */
async function diagnose(options: ClientOptions & { key?: string; stepLimitMs?: number }): Promise<DiagnosisStep[]> {
  const { key = demoKey, stepLimitMs, ...client } = options;
  const { signal } = new AbortController();
  const limit = stepLimitMs === undefined ? {} : { stepLimitMs };
  const steps: DiagnosisStep[] = [];
  const apiKey = (): Promise<string> => Promise.resolve(key);
  for await (const step of diagnoseConnection({ apiKey, transport: 'direct', ...client }, { signal, ...limit })) {
    steps.push(step);
  }
  const everything = steps.map((step) => JSON.stringify(step) + String(step.error) + String(step.error?.stack)).join();
  expect(everything).not.toMatch(/sk-live-|secret/);
  return steps;
}

function states(steps: readonly DiagnosisStep[]): string[] {
  return steps.map(({ layer, state }) => `${layer} ${state}`);
}

function find(steps: readonly DiagnosisStep[], layer: DiagnosisStep['layer']): DiagnosisStep | undefined {
  return steps.find((step) => step.layer === layer);
}

describe('a diagnosis of a gateway that works', () => {
  it('tells each layer of the way', async () => {
    const gateway = await gatewayFor();
    const steps = await diagnose({ baseUrl: gateway.baseUrl });
    expect(steps.map(({ layer, state, facts }) => [layer, state, facts])).toEqual([
      ['settings', 'warning', { baseUrl: gateway.baseUrl, transport: 'direct', way: 'direct' }],
      ['dns', 'ok', { host: '127.0.0.1', addresses: '127.0.0.1' }],
      ['tcp', 'ok', { connectedTo: `127.0.0.1 ${new URL(gateway.origin).port}` }],
      ['key', 'ok', { key: 'kept', keyCheck: 'not-refused' }],
      ['models', 'ok', { status: 200, count: 13 }],
      ['balance', 'ok', { status: 200, balance: 'known', remaining: '500 credits' }],
    ]);
    expect(steps[0]?.advice).toBe('not-encrypted');
    expect(gateway.journal.entries.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/models',
      'GET /api/v1/balance',
    ]);
    expect(steps.every(({ milliseconds }) => milliseconds >= 0)).toBe(true);
  });

  it('asks for no key where none is needed', async () => {
    const gateway = await gatewayFor({ requireKey: false });
    expect(find(await diagnose({ baseUrl: gateway.baseUrl, key: '' }), 'key')).toMatchObject({
      state: 'ok',
      facts: { key: 'none' },
    });
  });

  it('leaves no connection', async () => {
    const server = await startServer((response) => void response.end('{"data":[{"id":"a"}],"balance":1}'));
    await diagnose(server);
    await server.idle();
  });
});

describe('a diagnosis names the layer that failed:', () => {
  it.each([
    ['gateway.example', 'check-base-url'],
    ['http://gateway.example/v1', 'check-base-url'],
    ['https://user:secret@gateway.example/v1', 'check-base-url'],
    ['https://gateway.example/v1?key=secret', 'check-base-url'],
  ])('the base URL %s', async (baseUrl, advice) => {
    const steps = await diagnose({ baseUrl });
    expect(states(steps)).toEqual([
      'settings failed',
      ...['dns', 'tcp', 'tls', 'key', 'models', 'balance'].map((layer) => `${layer} skipped`),
    ]);
    expect(steps[0]).toMatchObject({ advice, error: { code: 'invalid-base-url' } });
  });

  it.each(['direct', 'auto'] as const)('a name that nobody knows (%s)', async (transport) => {
    const steps = await diagnose({ baseUrl: 'https://nothing.invalid/v1', transport, proxy: noProxy });
    expect(states(steps)).toEqual([
      'settings ok',
      'dns failed',
      ...['tcp', 'tls', 'key', 'models', 'balance'].map((layer) => `${layer} skipped`),
    ]);
    // Without a network, the answer is EAI_AGAIN.
    expect(find(steps, 'dns')?.error).toMatchObject({
      kind: 'unreachable',
      code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/) as string,
    });
  });

  it('a port where nothing listens', async () => {
    const steps = await diagnose({ baseUrl: 'https://127.0.0.1:1/v1' });
    expect(states(steps).slice(1, 4)).toEqual(['dns ok', 'tcp failed', 'tls skipped']);
    expect(find(steps, 'tcp')).toMatchObject({ advice: 'check-port', error: { code: 'ECONNREFUSED' } });
  });

  it('plain HTTP where TLS is expected', async () => {
    const server = await startServer((response) => void response.end('hello'));
    const steps = await diagnose({ baseUrl: server.baseUrl.replace('http:', 'https:') });
    expect(states(steps).slice(2)).toEqual([
      'tcp ok',
      'tls failed',
      'key skipped',
      'models skipped',
      'balance skipped',
    ]);
    expect(find(steps, 'tls')).toMatchObject({ advice: 'not-tls', error: { kind: 'unreachable' } });
    await server.idle();
  });

  it('a server that never answers the handshake', async () => {
    const port = await listen(net.createServer());
    const steps = await diagnose({ baseUrl: `https://127.0.0.1:${port}/v1`, stepLimitMs: 2000 });
    expect(find(steps, 'tls')).toMatchObject({ state: 'failed', advice: 'check-firewall', error: { kind: 'timeout' } });
  });

  it('a key that is refused', async () => {
    const gateway = await gatewayFor();
    const steps = await diagnose({ baseUrl: gateway.baseUrl, key: revokedKey });
    expect(states(steps).slice(3)).toEqual(['key failed', 'models skipped', 'balance skipped']);
    expect(find(steps, 'key')).toMatchObject({ advice: 'replace-key', error: { kind: 'invalid-key', status: 401 } });
    expect(gateway.journal.entries).toHaveLength(1);
  });

  it('a key that is missing, or cannot be one', async () => {
    const gateway = await gatewayFor();
    const missing = await diagnose({ baseUrl: gateway.baseUrl, key: ' ' });
    expect(find(missing, 'key')).toMatchObject({ state: 'failed', advice: 'set-key', facts: { key: 'none' } });
    const odd = await diagnose({ baseUrl: gateway.baseUrl, key: 'secret 你好' });
    expect(find(odd, 'key')).toMatchObject({ state: 'failed', advice: 'replace-key' });
  });

  it('a list of models that fails, while the balance is still read', async () => {
    const gateway = await gatewayFor({ routeFaults: { models: 'fault-500' } });
    const steps = await diagnose({ baseUrl: gateway.baseUrl });
    expect(states(steps).slice(3)).toEqual(['key warning', 'models failed', 'balance ok']);
    expect(find(steps, 'models')).toMatchObject({ advice: 'wait', error: { kind: 'server', status: 500 } });
  });

  it('a redirect, with its target', async () => {
    const gateway = await gatewayFor({ routeFaults: { models: 'fault-redirect' } });
    const { advice, error } = find(await diagnose({ baseUrl: gateway.baseUrl }), 'models') ?? {};
    expect([advice, error?.message]).toEqual(['check-base-url', expect.stringContaining('http://localhost:')]);
  });

  it('a gateway that never answers', async () => {
    const gateway = await gatewayFor({ routeFaults: { models: 'fault-silence' } });
    const steps = await diagnose({ baseUrl: gateway.baseUrl, stepLimitMs: 2000 });
    expect(states(steps).slice(3)).toEqual(['key warning', 'models failed', 'balance skipped']);
    expect(find(steps, 'models')?.error).toMatchObject({ kind: 'timeout' });
  });

  it.each([
    ['an unknown shape', { balanceShape: 'unknown' }],
    ['no balance at all', { routeFaults: { balance: 'fault-404' } }],
  ] as const)('a balance of %s, without much ado', async (_, options) => {
    const gateway = await gatewayFor(options);
    expect(find(await diagnose({ baseUrl: gateway.baseUrl }), 'balance')).toMatchObject({
      state: 'warning',
      advice: 'balance-unknown',
      facts: { balance: 'unknown', reason: expect.any(String) as string },
    });
  });

  it('a list and a balance that are garbage', async () => {
    const server = await startServer((response) => void response.end('<html>sk-live-0123456789</html>'));
    const steps = await diagnose(server);
    expect(states(steps).slice(3)).toEqual(['key warning', 'models failed', 'balance skipped']);
  });
});

describe('a diagnosis', () => {
  it('stops when told, and throws why', async () => {
    const port = await listen(net.createServer());
    const controller = new AbortController();
    const options: ClientOptions = { baseUrl: `https://127.0.0.1:${port}/v1`, transport: 'direct' };
    const steps = diagnoseConnection(options, controller);
    const layers: string[] = [];
    const reading = (async () => {
      for await (const { layer } of steps) {
        layers.push(layer);
        if (layer === 'tcp') {
          setImmediate(() => controller.abort(new Error('enough')));
        }
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(layers).toEqual(['settings', 'dns', 'tcp']);
  });

  it('says so where only the editor knows the way', async () => {
    const gateway = await gatewayFor();
    const { fetch } = globalThis;
    // As VS Code does it: its own fetch leads where no other way leads.
    vi.stubGlobal('fetch', (url: URL, init: RequestInit) =>
      fetch(url.href.replace('https://nothing.invalid', gateway.origin), init),
    );
    onTestFinished(() => void vi.unstubAllGlobals());
    const steps = await diagnose({
      baseUrl: 'https://nothing.invalid/api/v1',
      transport: 'auto',
      proxy: noProxy,
    });
    expect(states(steps)).toEqual([
      'settings ok',
      'dns warning',
      'tcp skipped',
      'tls skipped',
      'key ok',
      'models ok',
      'balance ok',
    ]);
    expect(find(steps, 'dns')?.advice).toBe('other-way');
  });
});

describe('a diagnosis through a proxy', () => {
  const baseUrl = 'https://gateway.invalid/v1';

  it('says that the proxy is not there', async () => {
    const steps = await diagnose({ baseUrl, proxy: { url: 'http://127.0.0.1:1' } });
    expect(find(steps, 'settings')?.facts).toMatchObject({ proxy: 'http://127.0.0.1:1', proxySource: 'http.proxy' });
    expect(states(steps).slice(1, 5)).toEqual(['dns ok', 'tcp failed', 'proxy skipped', 'tls skipped']);
  });

  it('says that the address of the proxy is none', async () => {
    const steps = await diagnose({ baseUrl, proxy: { url: 'http://:secret@' } });
    expect(steps[0]).toMatchObject({ state: 'failed', advice: 'check-proxy', error: { kind: 'proxy' } });
  });

  it('knows the proxy of the environment, and does not tell its password', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://user:secret@127.0.0.1:1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const steps = await diagnose({ baseUrl });
    expect(steps[0]?.facts).toMatchObject({ proxy: 'http://127.0.0.1:1', proxySource: 'environment' });
  });

  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required', 'proxy-credentials', 407],
    ['HTTP/1.1 403 Forbidden', 'check-proxy', 403],
    ['SSH-2.0-OpenSSH_9.6', 'check-proxy', 0],
  ])('tells what the proxy says: %s', async (line, advice, status) => {
    const seen: string[] = [];
    const port = await listen(answering(`${line}\r\n\r\n`, seen));
    const steps = await diagnose({ baseUrl, proxy: { url: `http://us%40er:secret@127.0.0.1:${port}` } });
    expect(states(steps).slice(2)).toEqual([
      'tcp ok',
      'proxy failed',
      ...['tls', 'key', 'models', 'balance'].map((layer) => `${layer} skipped`),
    ]);
    expect(find(steps, 'proxy')).toMatchObject({ advice, error: { kind: 'proxy', status } });
    const credentials = Buffer.from('us@er:secret').toString('base64');
    expect(seen.join('')).toBe(
      `CONNECT gateway.invalid:443 HTTP/1.1\r\nHost: gateway.invalid:443\r\nProxy-Authorization: Basic ${credentials}\r\n\r\n`,
    );
  });

  it('tells that the proxy hangs up', async () => {
    const port = await listen(net.createServer((socket) => void socket.once('data', () => socket.destroy())));
    const steps = await diagnose({ baseUrl, proxy: { url: `http://127.0.0.1:${port}` } });
    expect(find(steps, 'proxy')).toMatchObject({ state: 'failed', error: { kind: 'proxy', code: 'proxy-closed' } });
  });

  it('says of other kinds of proxies that they are none for us', async () => {
    const port = await listen(net.createServer());
    const steps = await diagnose({ baseUrl, proxy: { url: `socks5://127.0.0.1:${port}` } });
    const error = { code: 'invalid-proxy' };
    expect(find(steps, 'settings')).toMatchObject({ state: 'failed', advice: 'check-proxy', error });
    expect(find(steps, 'proxy')).toMatchObject({ state: 'skipped' });
  });

  it('goes on inside the tunnel', async () => {
    const plain = createServer();
    const target = await listen(plain);
    const port = await listen(tunnelTo(target));
    const steps = await diagnose({
      baseUrl,
      proxy: { url: `http://127.0.0.1:${port}`, authorization: 'Basic c2VjcmV0' },
    });
    expect(states(steps).slice(3, 5)).toEqual(['proxy ok', 'tls failed']);
    expect(find(steps, 'tls')?.advice).toBe('not-tls');
  });
});

/** Listens on loopback until the test ends. */
async function listen(server: net.Server | Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  });
  return (server.address() as AddressInfo).port;
}

/** A server that answers the first bytes with these. */
function answering(reply: string, seen: string[]): net.Server {
  return net.createServer((socket) => {
    socket.once('data', (bytes) => {
      seen.push(bytes.toString());
      socket.write(reply);
    });
  });
}

/** A proxy all of whose tunnels lead to one port of this machine. */
function tunnelTo(port: number): Server {
  return createServer().on('connect', (_, client: Socket) => {
    const target = net.connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
  });
}
