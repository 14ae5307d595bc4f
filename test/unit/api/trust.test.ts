// Whom the key is given to: only a gateway whose certificate holds, whatever the settings, the proxy and the environment say.
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProxySettings } from '../../../src/api/client.ts';
import type { TransportChoice } from '../../../src/api/transport/transport.ts';
import { demoKey } from '../../gateway/gateway.ts';
import { askApart } from '../../network/askApart.ts';
import { authority, server, strangers, type ServerCertificate } from '../../network/certificates.ts';
import { leadTestNamesHere } from '../../network/names.ts';
import { startProxy, type ProxyServer } from '../../network/proxyServer.ts';
import { putQuestion } from '../../network/question.ts';
import { startSecureGateway, type SecureGateway } from '../../network/secureGateway.ts';

const transports = ['direct', 'editor', 'auto'] as const;
const variables = [undefined, '0', '1'] as const;
const usual = tls.getCACertificates('default');

/** Whatever the test needs, ended with it. */
const endings: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  tls.setDefaultCACertificates(usual);
  await Promise.all(endings.splice(0).map((end) => end()));
});
let leadElsewhere: () => void;
beforeAll(() => {
  leadElsewhere = leadTestNamesHere();
});
afterAll(() => leadElsewhere());

async function start(certificate: ServerCertificate): Promise<SecureGateway> {
  const gateway = await startSecureGateway(certificate);
  endings.push(() => gateway.close());
  return gateway;
}

/** Over https where it has a certificate. */
async function proxyTo({ port }: SecureGateway, certificate?: ServerCertificate): Promise<ProxyServer> {
  const proxy = await startProxy({ port, ...(certificate === undefined ? {} : { isSecure: true, certificate }) });
  endings.push(() => proxy.close());
  return proxy;
}

function trust(...certificates: readonly string[]): void {
  tls.setDefaultCACertificates([...usual, ...certificates]);
}

function ask(baseUrl: string, transport: TransportChoice, proxy: ProxySettings = {}): Promise<string> {
  return putQuestion({ baseUrl, transport, proxy, key: demoKey });
}

/** What the gateway has received, by whatever way. */
const requestsOf = ({ gateway }: SecureGateway): number => gateway.journal.entries.length;
const askedWithKey = (...proxies: readonly ProxyServer[]): unknown[] =>
  proxies.flatMap(({ asked }) => asked.filter(({ head }) => head.includes(demoKey)));

/** The certificate, the name that is asked for, what is trusted, and how it is refused. */
const refused = {
  'of an authority nobody knows': [server, 'gateway.test', [], 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  'signed by itself': [strangers.selfSigned, 'gateway.test', [], 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  'for another name': [server, 'elsewhere.test', [authority], 'ERR_TLS_CERT_ALTNAME_INVALID'],
  'that has expired': [strangers.expired, 'gateway.test', [strangers.expired.cert], 'CERT_HAS_EXPIRED'],
  'of the future': [strangers.notYetValid, 'gateway.test', [strangers.notYetValid.cert], 'CERT_NOT_YET_VALID'],
} as const;

// Rows: T41
describe.each(Object.entries(refused))('a certificate %s', (_, [certificate, host, authorities, code]) => {
  const cases = transports.flatMap((transport) => variables.map((variable) => [transport, variable] as const));

  it.each(cases)('is refused by %s with NODE_TLS_REJECT_UNAUTHORIZED=%s', async (transport, variable) => {
    trust(...authorities);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', variable);
    const gateway = await start(certificate);
    const isUnchecked = transport === 'editor' && variable === '0';
    for (const strictSSL of [true, false]) {
      const outcome = await ask(`https://${host}:${gateway.port}/api/v1`, transport, { strictSSL });
      expect(outcome).toBe(`certificate ${isUnchecked ? 'verification-off' : code}`);
    }
    expect(requestsOf(gateway)).toBe(0);
  });

  it.each(cases)(
    'is refused behind a proxy by %s with NODE_TLS_REJECT_UNAUTHORIZED=%s',
    async (transport, variable) => {
      trust(...authorities);
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', variable);
      vi.stubEnv('NODE_EXTRA_CA_CERTS', '');
      const gateway = await start(certificate);
      const proxies = [await proxyTo(gateway), await proxyTo(gateway, strangers.selfSigned)] as const;
      for (const { url } of proxies) {
        for (const isSetting of [true, false]) {
          vi.stubEnv('HTTPS_PROXY', isSetting ? '' : url);
          for (const strictSSL of [true, false]) {
            const settings = { strictSSL, ...(isSetting ? { url } : {}) };
            expect(await ask(`https://${host}:${gateway.port}/api/v1`, transport, settings)).toMatch(/^certificate /);
          }
        }
      }
      expect(requestsOf(gateway)).toBe(0);
      expect(askedWithKey(...proxies)).toEqual([]);
      // Node's own fetch, which stands for the editor's here, knows no proxy.
      expect(proxies[0].asked.length > 0).toBe(transport === 'direct' || (transport === 'auto' && variable === '0'));
    },
  );
});

// Rows: T41
describe('http.proxyStrictSSL off', () => {
  it.each(['direct', 'auto'] as const)(
    'lets a proxy pass that nobody knows, but no gateway, by %s',
    async (transport) => {
      trust(authority);
      const gateway = await start(server);
      const proxy = await proxyTo(gateway, strangers.selfSigned);
      const lenient = { url: proxy.url, strictSSL: false };
      expect(await ask('https://gateway.test/api/v1', 'direct', { url: proxy.url })).toMatch(/^certificate DEPTH_ZERO/);
      expect(await ask('https://gateway.test/api/v1', transport, lenient)).toBe('answered');
      expect(await ask('https://gateway.test/api/v1', transport, { ...lenient, systemCertificates: false })).toBe(
        'answered',
      );
      expect(await ask('https://elsewhere.test/api/v1', transport, lenient)).toMatch(
        /^certificate ERR_TLS_CERT_ALTNAME/,
      );
      expect(requestsOf(gateway)).toBe(2);
      expect(askedWithKey(proxy)).toEqual([]);
    },
  );
});

describe('NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  it('leaves a trusted gateway to those who check all the same, also behind a proxy', async () => {
    trust(authority);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const gateway = await start(server);
    const proxy = await proxyTo(gateway);
    const baseUrl = `https://gateway.test:${gateway.port}/api/v1`;
    for (const settings of [{}, { url: proxy.url }]) {
      expect(await ask(baseUrl, 'direct', settings)).toBe('answered');
      expect(await ask(baseUrl, 'auto', settings)).toBe('answered');
      expect(await ask(baseUrl, 'editor', settings)).toBe('certificate verification-off');
    }
    expect(requestsOf(gateway)).toBe(4);
    const { host } = new URL(baseUrl);
    expect(proxy.asked.map(({ target }) => target)).toEqual([host, host]);
  });

  it('is heeded by no other value', async () => {
    trust(authority);
    const gateway = await start(server);
    for (const value of ['', '1', 'false', '00', ' 0']) {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', value);
      expect(await ask(`https://gateway.test:${gateway.port}/api/v1`, 'editor')).toBe('answered');
      expect(await ask(`https://elsewhere.test:${gateway.port}/api/v1`, 'editor')).toMatch(/^certificate ERR_TLS/);
    }
  });

  it('is not got round where the direct way leads nowhere', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    expect(await ask('https://nothing.invalid/v1', 'auto', { support: 'off' })).toMatch(/^unreachable /);
    expect(fetch).not.toHaveBeenCalled();
  });
});

// Rows: T36
describe('this computer', () => {
  const hosts = ['127.0.0.1', '127.0.0.2', '127.255.255.254', 'localhost', '[::1]'];
  // Nothing listens there.
  const addresses = hosts.flatMap((host) => [`http://${host}:1/v1`, `https://${host}:1/v1`]);

  it.each(transports)('is never reached through anybody by %s', async (transport) => {
    const gateway = await start(server);
    const proxy = await proxyTo(gateway);
    const fetch = vi.fn(() => Promise.reject(new Error('The editor was asked.')));
    vi.stubGlobal('fetch', fetch);
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy']) {
      vi.stubEnv(name, proxy.url);
    }
    const { url } = proxy;
    const settings = [{}, { url }, { url, strictSSL: false, authorization: 'Basic eA==' }];
    const asked = addresses.flatMap((baseUrl) => settings.map((one) => ask(baseUrl, transport, one)));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['unreachable ECONNREFUSED']));
    expect(fetch).not.toHaveBeenCalled();
    expect(proxy.asked).toEqual([]);
  });

  it('answers by each way, directly', async () => {
    trust(authority);
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    const gateway = await start(server);
    for (const transport of transports) {
      expect(await ask(gateway.gateway.baseUrl, transport)).toBe('answered');
      expect(await ask(`https://localhost:${gateway.port}/api/v1`, transport)).toBe('answered');
    }
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([{}, { NODE_USE_ENV_PROXY: '1' }, { NODE_USE_ENV_PROXY: '1', NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
    'is never reached through the proxy of an environment with %j',
    async (env) => {
      const gateway = await start(strangers.selfSigned);
      const proxy = await proxyTo(gateway);
      const questions = [...addresses, `https://gateway.test:${gateway.port}/api/v1`].flatMap((baseUrl) =>
        transports.map((transport) => ({ baseUrl, transport, key: demoKey })),
      );
      const outcomes = await askApart(questions, { ...env, HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
      expect(outcomes).toHaveLength(questions.length);
      expect(outcomes.filter((outcome) => !/^(?:unreachable|certificate) /.test(outcome))).toEqual([]);
      expect(askedWithKey(proxy)).toEqual([]);
      expect(proxy.asked.filter(({ target }) => !target.startsWith('gateway.test:'))).toEqual([]);
      expect(requestsOf(gateway)).toBe(0);
    },
  );
});
