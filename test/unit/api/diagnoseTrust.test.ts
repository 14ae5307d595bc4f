// What a diagnosis says of certificates, and that none of its steps gives the key to whom nobody trusts.
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClientOptions } from '../../../src/api/client.ts';
import { diagnoseConnection } from '../../../src/api/diagnosis/diagnose.ts';
import type { DiagnosisStep } from '../../../src/shared/diagnosis.ts';
import { demoKey } from '../../gateway/gateway.ts';
import { authority, server, strangers, type ServerCertificate } from '../../network/certificates.ts';
import { leadTestNamesHere } from '../../network/names.ts';
import { startProxy } from '../../network/proxyServer.ts';
import { startSecureGateway, type SecureGateway } from '../../network/secureGateway.ts';

const usual = tls.getCACertificates('default');
const endings: (() => unknown)[] = [];
let leadElsewhere: () => void;
beforeAll(() => {
  leadElsewhere = leadTestNamesHere();
});
afterAll(() => leadElsewhere());
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  tls.setDefaultCACertificates(usual);
  await Promise.all(endings.splice(0).map((end) => end()));
});

async function start(certificate: ServerCertificate): Promise<SecureGateway & { readonly baseUrl: string }> {
  const gateway = await startSecureGateway(certificate);
  endings.push(() => gateway.close());
  return { ...gateway, baseUrl: `https://gateway.test:${gateway.port}/api/v1` };
}

async function diagnose(
  options: ClientOptions,
): Promise<Readonly<Partial<Record<DiagnosisStep['layer'], DiagnosisStep>>>> {
  const steps: DiagnosisStep[] = [];
  const { signal } = new AbortController();
  for await (const step of diagnoseConnection({ apiKey: () => Promise.resolve(demoKey), ...options }, { signal })) {
    steps.push(step);
  }
  return Object.fromEntries(steps.map((step) => [step.layer, step]));
}

describe('a diagnosis', () => {
  it.each(['direct', 'editor', 'auto'] as const)(
    'of a stranger by %s ends there, though proxies may be any',
    async (transport) => {
      const { baseUrl, gateway } = await start(strangers.selfSigned);
      const { tls: step, key } = await diagnose({ baseUrl, transport, proxy: { strictSSL: false } });
      expect(step).toMatchObject({ state: 'failed', advice: 'certificate-trust', error: { kind: 'certificate' } });
      expect(key?.state).toBe('skipped');
      expect(gateway.journal.entries).toEqual([]);
    },
  );

  it('lets a proxy pass that may be any, and says so', async () => {
    tls.setDefaultCACertificates([...usual, authority]);
    const { port, gateway } = await start(server);
    const proxy = await startProxy({ port, isSecure: true, certificate: strangers.selfSigned });
    endings.push(() => proxy.close());
    const options = { baseUrl: 'https://gateway.test/api/v1', transport: 'direct' } as const;
    const strict = await diagnose({ ...options, proxy: { url: proxy.url } });
    expect(strict.proxy).toMatchObject({ state: 'failed', advice: 'certificate-trust' });
    expect(gateway.journal.entries).toEqual([]);
    const lenient = await diagnose({ ...options, proxy: { url: proxy.url, strictSSL: false } });
    expect(lenient.proxy).toMatchObject({ state: 'warning', advice: 'certificate-unchecked' });
    expect([lenient.tls?.state, lenient.models?.state]).toEqual(['ok', 'ok']);
  });

  it('says that VS Code trusts whom we do not, and asks it without the key', async () => {
    const { baseUrl, gateway } = await start(strangers.selfSigned);
    const asked: { readonly url: string; readonly headers: unknown }[] = [];
    // As VS Code does it, with certificates of its own.
    vi.stubGlobal('fetch', (url: URL, { headers }: RequestInit) => {
      asked.push({ url: url.href, headers });
      return Promise.resolve(new Response('Hello!'));
    });
    const { tls: step, key } = await diagnose({ baseUrl, transport: 'auto' });
    expect(step).toMatchObject({ state: 'failed', advice: 'other-way-trusts' });
    expect(key?.state).toBe('skipped');
    expect(asked).toEqual([{ url: new URL('/', baseUrl).href, headers: {} }]);
    expect(gateway.journal.entries).toEqual([]);
  });

  it('does not ask VS Code where it would trust anybody, and warns of that', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { baseUrl, gateway } = await start(strangers.selfSigned);
    const { settings, tls: step } = await diagnose({ baseUrl, transport: 'auto' });
    expect(settings).toMatchObject({ state: 'warning', advice: 'verification-off', facts: { way: 'direct' } });
    expect(step).toMatchObject({ state: 'failed', advice: 'certificate-trust' });
    expect(gateway.journal.entries).toEqual([]);
  });

  it('says why nothing goes through VS Code where it would trust anybody', async () => {
    tls.setDefaultCACertificates([...usual, authority]);
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { baseUrl, gateway } = await start(server);
    const { models } = await diagnose({ baseUrl, transport: 'editor' });
    expect(models).toMatchObject({ state: 'failed', advice: 'verification-off', error: { code: 'verification-off' } });
    expect(gateway.journal.entries).toEqual([]);
    const direct = await diagnose({ baseUrl, transport: 'direct' });
    expect([direct.settings?.state, direct.models?.state]).toEqual(['ok', 'ok']);
  });

  it('tells the way that is gone', async () => {
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '');
    const { gateway, baseUrl } = await start(server);
    const proxy = { url: 'http://127.0.0.1:1' };
    const wayOf = async (options: ClientOptions): Promise<unknown> => (await diagnose(options)).settings?.facts.way;
    expect(await wayOf({ baseUrl: gateway.baseUrl, transport: 'editor', proxy })).toBe('direct');
    expect(await wayOf({ baseUrl, transport: 'auto', proxy })).toBe('editor');
    expect(await wayOf({ baseUrl, transport: 'auto', proxy: { ...proxy, authorization: 'Basic eA==' } })).toBe(
      'direct',
    );
    const unchecked = { ...proxy, strictSSL: false };
    expect(await wayOf({ baseUrl, transport: 'auto', proxy: unchecked })).toBe('editor');
    const url = 'https://127.0.0.1:1';
    expect(await wayOf({ baseUrl, transport: 'auto', proxy: { ...unchecked, url } })).toBe('direct');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/company.pem');
    expect(await wayOf({ baseUrl, transport: 'auto', proxy })).toBe('direct');
    // Of these only the editor knows the way.
    expect(await wayOf({ baseUrl, transport: 'auto', proxy: { url: 'socks5://127.0.0.1:1' } })).toBe('editor');
  });
});

describe('the base URL', () => {
  const token = 'q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0Py';

  it.each([
    `https://gateway.test:1/${token}/v1`,
    `https://gateway.test:1/v1/${token}`,
    `http://gateway.test/${token}`,
    `https://me:${token}@gateway.test/v1`,
    `https://gateway.test/v1?key=${token}`,
    `https://gateway.test/v1#${token}`,
    `https://me:/${token}@gateway.test`,
    `me:${token}@gateway.test`,
    `gateway.test/${token}`,
    token,
  ])('%s is told without what may be a secret', async (baseUrl) => {
    const steps = await diagnose({ baseUrl, transport: 'direct', proxy: { support: 'off' } });
    expect(steps.settings?.layer).toBe('settings');
    const told = Object.values(steps).map((step) => JSON.stringify(step) + String(step.error?.stack));
    expect(told.join()).not.toContain(token.slice(0, 12));
  });
});
