// Real TLS with an authority of its own, and real proxies.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientOptions, ProxySettings } from '../../../src/api/client.ts';
import { demoKey } from '../../gateway/gateway.ts';
import { askApart } from '../../network/askApart.ts';
import { authority, strangers } from '../../network/certificates.ts';
import { leadTestNamesHere } from '../../network/names.ts';
import { startProxy, type ProxyServer } from '../../network/proxyServer.ts';
import { startSecureGateway, type SecureGateway } from '../../network/secureGateway.ts';
import { collect, createClient, request } from './support/server.ts';

let secure: SecureGateway;
const usual = tls.getCACertificates('default');

let leadElsewhere: () => void;
beforeAll(() => {
  leadElsewhere = leadTestNamesHere();
});
afterAll(() => leadElsewhere());
beforeEach(async () => {
  secure = await startSecureGateway();
});
afterEach(async () => {
  await secure.close();
});

async function ask(options: Partial<ClientOptions>): Promise<string> {
  const client = createClient({
    baseUrl: `https://gateway.test:${secure.port}/api/v1`,
    apiKey: () => Promise.resolve(demoKey),
    ...options,
  });
  const { text, error } = await collect(client.streamChat(request));
  return error?.kind ?? text;
}

/** What the gateway has received, by whatever way. */
const requests = (): number => secure.gateway.journal.entries.length;

// Rows: T41
describe('a gateway whose authority nobody knows', () => {
  it.each(['direct', 'editor', 'auto'] as const)('is refused by %s, and gets no request', async (transport) => {
    expect(await ask({ transport })).toBe('certificate');
    expect(requests()).toBe(0);
  });

  it('is refused where the user has turned off those of proxies', async () => {
    expect(await ask({ proxy: { strictSSL: false } })).toBe('certificate');
    expect(await ask({ proxy: { strictSSL: false, systemCertificates: false } })).toBe('certificate');
    expect(requests()).toBe(0);
  });
});

describe('extra certificates', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opencodex-ca-'));
    await writeFile(join(folder, 'authority.pem'), authority);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['NODE_EXTRA_CA_CERTS', 'direct', 'system', 'answered'],
    ['NODE_EXTRA_CA_CERTS', 'direct', 'none', 'answered'],
    ['NODE_EXTRA_CA_CERTS', 'editor', 'none', 'answered'],
    // Where OpenSSL looks for the certificates of the system.
    ['SSL_CERT_FILE', 'direct', 'system', 'answered'],
    ['SSL_CERT_FILE', 'direct', 'none', 'certificate UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['NOTHING', 'direct', 'system', 'certificate UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('of %s by %s, certificates of the %s: %s', async (variable, transport, system, outcome) => {
    const env = { [variable]: join(folder, 'authority.pem') };
    const baseUrl = `https://gateway.test:${secure.port}/api/v1`;
    const proxy = { systemCertificates: system === 'system' };
    expect(await askApart([{ baseUrl, transport, proxy, key: demoKey }], env)).toEqual([outcome]);
  });

  it('are enough behind a proxy, where the automatic choice knows that the editor does not heed them', async () => {
    const proxy = await startProxy({ port: secure.port });
    const baseUrl = 'https://gateway.test/api/v1';
    const question = { baseUrl, transport: 'auto', proxy: { url: proxy.url }, key: demoKey } as const;
    const env = { NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') };
    expect(await askApart([question], env)).toEqual(['answered']);
    expect(proxy.asked.map(({ target }) => target)).toEqual(['gateway.test:443']);
    proxy.close();
  });
});

describe('with the authority known', () => {
  beforeAll(() => tls.setDefaultCACertificates([...usual, authority]));
  afterAll(() => tls.setDefaultCACertificates(usual));

  it.each(['direct', 'editor', 'auto'] as const)('TLS works by %s', async (transport) => {
    expect(await ask({ transport })).toBe('Safely here.');
  });

  it('a certificate for another name is refused', async () => {
    expect(await ask({ baseUrl: `https://127.0.0.1:${secure.port}/api/v1` })).toBe('certificate');
    expect(requests()).toBe(0);
  });

  describe.each([
    { kind: 'http', isSecure: false },
    { kind: 'https', isSecure: true },
  ])('a proxy by $kind', ({ isSecure }) => {
    const credentials = 'me:p%40ss';
    let proxy: ProxyServer;
    beforeEach(async () => {
      proxy = await startProxy({ port: secure.port, isSecure, credentials: 'me:p@ss' });
    });
    afterEach(() => {
      vi.unstubAllEnvs();
      proxy.close();
    });

    const through = (settings: ProxySettings): Promise<string> =>
      ask({ baseUrl: 'https://gateway.test/api/v1', transport: 'direct', proxy: settings });
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    const withCredentials = (): string => proxy.url.replace('://', `://${credentials}@`);

    it('leads to the gateway, with its authorization, and never sees the key', async () => {
      expect(await through({ url: proxy.url, authorization })).toBe('Safely here.');
      expect(proxy.asked).toMatchObject([{ target: 'gateway.test:443', authorization }]);
      expect(proxy.asked[0]?.head).not.toContain(demoKey);
      expect(requests()).toBe(1);
    });

    it('takes its credentials from its address', async () => {
      expect(await through({ url: withCredentials() })).toBe('Safely here.');
      expect(proxy.asked).toMatchObject([{ authorization }]);
    });

    it('that refuses is named, without its password', async () => {
      expect(await through({ url: proxy.url })).toBe('proxy');
      expect(requests()).toBe(0);
    });

    it('of the environment is used where the settings name none', async () => {
      vi.stubEnv('HTTPS_PROXY', withCredentials());
      vi.stubEnv('NO_PROXY', '');
      expect(await through({})).toBe('Safely here.');
      expect(proxy.asked).toHaveLength(1);
    });

    it('is not asked for a host of noProxy', async () => {
      expect(await through({ url: withCredentials(), noProxy: ['.test'] })).toBe('unreachable');
      expect(proxy.asked).toEqual([]);
    });

    it('is not asked where proxies are off, and never for this computer', async () => {
      expect(await through({ url: withCredentials(), support: 'off' })).toBe('unreachable');
      const baseUrl = `https://localhost:${secure.port}/api/v1`;
      expect(await ask({ baseUrl, transport: 'direct', proxy: { url: withCredentials() } })).toBe('Safely here.');
      expect(proxy.asked).toEqual([]);
    });
  });
});

it('a proxy that nobody knows is refused, unless certificates of proxies are off', async () => {
  tls.setDefaultCACertificates([...usual, authority]);
  const proxy = await startProxy({ port: secure.port, isSecure: true, certificate: strangers.selfSigned });
  const baseUrl = 'https://gateway.test/api/v1';
  expect(await ask({ baseUrl, transport: 'direct', proxy: { url: proxy.url } })).toBe('certificate');
  expect(await ask({ baseUrl, transport: 'direct', proxy: { url: proxy.url, strictSSL: false } })).toBe('Safely here.');
  proxy.close();
  tls.setDefaultCACertificates(usual);
});
