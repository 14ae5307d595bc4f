// VS Code's own network settings, live: a proxy, its certificate rules, and both ways to the gateway.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/api/client.ts';
import { GatewaySource } from '../../src/vscode/gateway/gatewaySource.ts';
import { Settings } from '../../src/vscode/host/settings.ts';
import { demoKey } from '../gateway/gateway.ts';
import { strangers } from '../network/certificates.ts';
import { startProxy, type ProxyServer } from '../network/proxyServer.ts';
import { startSecureGateway, type SecureGateway } from '../network/secureGateway.ts';
import { ApiKeyStore } from '../../src/vscode/gateway/apiKeyStore.ts';
import { setUserSetting } from './support/extension.ts';

const secrets: vscode.SecretStorage = {
  get: () => Promise.resolve(demoKey),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  keys: () => Promise.resolve([]),
  onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
};

async function setHttp(id: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(id, value, vscode.ConfigurationTarget.Global);
}

describe('network settings', () => {
  let secure: SecureGateway;
  let proxy: ProxyServer;
  let source: GatewaySource;
  const made: Pick<vscode.Disposable, 'dispose'>[] = [];

  before(async () => {
    secure = await startSecureGateway();
    proxy = await startProxy({ port: secure.port });
    const settings = new Settings();
    const silent = (): void => undefined;
    source = new GatewaySource({
      settings,
      keys: new ApiKeyStore(secrets),
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
    made.push(source, settings);
    await setUserSetting('baseUrl', 'https://gateway.test/api/v1');
    await setHttp('proxy', proxy.url);
  });

  after(async () => {
    for (const id of ['proxy', 'proxyStrictSSL', 'noProxy', 'proxyAuthorization']) {
      await setHttp(id, undefined);
    }
    await setUserSetting('baseUrl', undefined);
    await setUserSetting('network.transport', undefined);
    for (const one of made) {
      one.dispose();
    }
    proxy.close();
    await secure.close();
  });

  /** How many models there are, or why they cannot be had. */
  async function ask(): Promise<string> {
    try {
      const client = await source.client();
      const models = await client.listModels();
      return models.length > 0 ? 'answered' : 'nothing';
    } catch (thrown) {
      return thrown instanceof ApiError ? thrown.kind : String(thrown);
    }
  }

  for (const transport of ['direct', 'editor', 'auto']) {
    it(`name the proxy by ${transport}, and hold at once`, async () => {
      await setUserSetting('network.transport', transport);
      // The editor's fetch trusts the authorities of the system, to which a test adds none, and asks people for credentials. The
      // automatic choice knows that, from NODE_EXTRA_CA_CERTS.
      const reached = transport === 'editor' ? 'certificate' : 'answered';
      const before = proxy.asked.length;
      assert.equal(await ask(), reached);
      assert.ok(proxy.asked.length > before, 'The proxy should have been asked.');
      assert.ok(proxy.asked.every(({ target, head }) => target === 'gateway.test:443' && !head.includes(demoKey)));

      const credentials = 'me:secret';
      const second = await startProxy({ port: secure.port, ...(transport === 'editor' ? {} : { credentials }) });
      await setHttp('proxy', second.url);
      if (transport !== 'editor') {
        assert.equal(await ask(), 'proxy');
        await setHttp('proxyAuthorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
      }
      assert.equal(await ask(), reached);

      await setHttp('noProxy', ['gateway.test']);
      const tunnels = second.asked.length;
      assert.equal(await ask(), 'unreachable');
      assert.equal(second.asked.length, tunnels);

      await setHttp('noProxy', undefined);
      await setHttp('proxyAuthorization', undefined);
      await setHttp('proxy', proxy.url);
      second.close();
    });
  }

  for (const transport of ['direct', 'auto']) {
    it(`decide about the proxy's certificate by ${transport}, at once, and never about the gateway's`, async () => {
      const stranger = await startProxy({ port: secure.port, isSecure: true, certificate: strangers.selfSigned });
      await setUserSetting('network.transport', transport);
      await setHttp('proxy', stranger.url);
      assert.equal(await ask(), 'certificate');
      await setHttp('proxyStrictSSL', false);
      assert.equal(await ask(), 'answered');
      const answered = secure.gateway.journal.entries.length;
      // The certificate is for another name.
      await setUserSetting('baseUrl', 'https://elsewhere.test/api/v1');
      assert.equal(await ask(), 'certificate');
      assert.equal(secure.gateway.journal.entries.length, answered);
      await setUserSetting('baseUrl', 'https://gateway.test/api/v1');
      await setHttp('proxyStrictSSL', true);
      assert.equal(await ask(), 'certificate');
      await setHttp('proxy', proxy.url);
      stranger.close();
    });
  }

  for (const transport of ['direct', 'editor', 'auto']) {
    it(`send nothing to this computer through a proxy by ${transport}`, async () => {
      const asked = proxy.asked.length;
      await setUserSetting('network.transport', transport);
      for (const host of ['127.0.0.1', '127.0.0.2', 'localhost']) {
        await setUserSetting('baseUrl', `http://${host}:1/v1`);
        assert.equal(await ask(), 'unreachable');
      }
      await setUserSetting('baseUrl', 'https://gateway.test/api/v1');
      assert.equal(proxy.asked.length, asked);
    });
  }

  for (const transport of ['editor', 'auto']) {
    // Rows: T41
    it(`give the key to no stranger by ${transport} where the environment turns certificates off`, async () => {
      process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
      try {
        await setUserSetting('network.transport', transport);
        await setUserSetting('baseUrl', 'https://elsewhere.test/api/v1');
        const answered = secure.gateway.journal.entries.length;
        assert.equal(await ask(), 'certificate');
        assert.equal(secure.gateway.journal.entries.length, answered);
      } finally {
        delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
        await setUserSetting('baseUrl', 'https://gateway.test/api/v1');
      }
    });
  }
});
