// Provides the client of the current settings. It is created when first needed, and replaced when they change.
import * as vscode from 'vscode';
import type { ClientOptions, OpenCodexClient } from '../../api/client.ts';
import type { SettingId } from '../../contributions/settings.ts';
import type { Log } from '../../shared/gateway.ts';
import { connectionTo, type Connection } from '../../shared/connection.ts';
import type { ApiKeyStore } from './apiKeyStore.ts';
import { readProxySettings } from './proxySettings.ts';
import type { Settings } from '../host/settings.ts';

/** The settings that decide where requests go and how they get there. */
const networkSettings = [
  'baseUrl',
  'network.transport',
  'network.firstByteTimeout',
  'network.idleTimeout',
] as const satisfies readonly SettingId[];

interface Services {
  readonly settings: Settings;
  readonly keys: ApiKeyStore;
  readonly log: Log;
}

export class GatewaySource implements vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #client: Promise<OpenCodexClient> | undefined;
  #lastConnection: Connection | undefined;

  /** Fires when the address, the key or the transport changes: facts that came from the gateway may be wrong then. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#subscriptions = [
      services.keys.onDidChange(() => {
        this.#lastConnection = undefined;
        this.#changed.fire();
      }),
      services.settings.onDidChange((change) => {
        if (change.hasHttp || change.has(...networkSettings)) {
          this.#lastConnection = undefined;
          this.#dropClient((client) => client.retire());
          this.#changed.fire();
        }
      }),
    ];
  }

  /** The client for the current settings. Do not keep it: when they change, it is closed as soon as its answers have ended. */
  client(): Promise<OpenCodexClient> {
    const { baseUrl } = this.#services.settings;
    this.#client ??= this.createClient(baseUrl, () => this.#services.keys.get(baseUrl));
    return this.#client;
  }

  /** A separate client with a key of its own. The caller closes it. */
  async createClient(baseUrl: string, apiKey: () => Promise<string | undefined>): Promise<OpenCodexClient> {
    const { OpenCodexClient: Client } = await import('../../api/client.ts');
    return new Client(this.clientOptions(baseUrl, apiKey));
  }

  /** The options of a client for the current settings. */
  clientOptions(baseUrl: string, apiKey: () => Promise<string | undefined>): ClientOptions {
    const { settings, log } = this.#services;
    const { timeouts } = settings;
    const transport = settings.get('network.transport');
    return { baseUrl, apiKey, transport, timeouts, proxy: readProxySettings(), log };
  }

  /** The last result of `connection`; undefined where the settings or the key have changed since. */
  get lastConnection(): Connection | undefined {
    return this.#lastConnection;
  }

  /** Reads whether a request can be made with the current settings. */
  async connection(): Promise<Connection> {
    const { settings, keys } = this.#services;
    const { baseUrl } = settings;
    const hasKey = (await keys.get(baseUrl)) !== undefined;
    const connection = connectionTo(baseUrl, hasKey);
    if (baseUrl === settings.baseUrl) {
      this.#lastConnection = connection;
    }
    return connection;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
    this.#dropClient((client) => client.close());
  }

  #dropClient(end: (client: OpenCodexClient) => Promise<void>): void {
    const client = this.#client;
    this.#client = undefined;
    client?.then(end).catch((error: unknown) => {
      this.#services.log.warn(`Closing the client failed: ${String(error)}`);
    });
  }
}
