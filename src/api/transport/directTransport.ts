// Our own way to the network: undici with a private pool of connections, loaded with the first request.
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import tls from 'node:tls';
import type * as Undici from 'undici';
import { limits } from '../../shared/limits.ts';
import { trustedAuthorities } from './authorities.ts';
import { decoded } from '../decoding.ts';
import { tooLongError } from '../errors.ts';
import { findProxy, invalidProxyError, parseProxy, proxyAuthorization, type ProxySettings } from './proxy.ts';
import { ReadAhead } from './readAhead.ts';
import type { ByteSource, Transport, TransportOptions, TransportRequest, TransportResponse } from './transport.ts';

/** How long an unused connection is kept, unless the server says otherwise; undici's 4 s is less than people think. */
const keepAliveMs = 30_000;

/** Never touches undici's global dispatcher: other extensions share it. One pool, for the origins of one client. */
export class DirectTransport implements Transport {
  readonly #options: TransportOptions;
  #dispatcher: Promise<Undici.Dispatcher> | undefined;
  #isClosed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    if (this.#isClosed) {
      throw new Error('The client is closed.');
    }
    const dispatcher = await this.#open(request.url);
    const { statusCode, headers, body } = await dispatcher.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal: request.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const header = (name: string): string | undefined => {
      const value = headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    return { status: statusCode, header, body: new ReadAhead(new NodeBody(body, header('content-encoding'))) };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // What could not be made needs no end; the request that asked for it has failed.
    const dispatcher = await this.#dispatcher?.catch(() => undefined);
    await dispatcher?.destroy();
  }

  async #open(url: URL): Promise<Undici.Dispatcher> {
    this.#dispatcher ??= createDispatcher(url, this.#options);
    try {
      return await this.#dispatcher;
    } catch (thrown) {
      this.#dispatcher = undefined;
      throw thrown;
    }
  }
}

class NodeBody implements ByteSource {
  readonly #source: Readable;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #meter = { received: 0 };
  #length = 0;

  constructor(source: Readable, encoding: string | undefined) {
    this.#source = source;
    // A destroyed stream reports it; who reads hears of it from the iterator.
    source.on('error', () => undefined);
    this.#chunks = decoded(source, encoding, this.#meter);
  }

  async read(): Promise<Uint8Array | undefined> {
    const result = await this.#chunks.next();
    if (result.done === true) {
      // undici takes a connection back one turn of the event loop after its reply; a request before that opens another.
      await nextTurn();
      return undefined;
    }
    this.#length += result.value.length;
    this.#refuseInflation();
    return result.value;
  }

  cancel(): void {
    this.#source.destroy();
  }

  /** A few bytes that become hundreds of megabytes are no answer. */
  #refuseInflation(): void {
    const { inflation, inflationFrom } = limits.answer;
    if (this.#length > inflationFrom && this.#length > this.#meter.received * inflation) {
      this.cancel();
      throw tooLongError();
    }
  }
}

async function createDispatcher(url: URL, options: TransportOptions): Promise<Undici.Dispatcher> {
  const undici = await loadUndici();
  const { proxy, connectTimeoutMs, environment } = options;
  const trusted = url.protocol === 'https:' ? await trustOptions(proxy) : {};
  // Said each time: what is not said may be turned off by the environment.
  const connect = { ...trusted, rejectUnauthorized: true, timeout: connectTimeoutMs };
  const settings: Undici.Agent.Options = { keepAliveTimeout: keepAliveMs, headersTimeout: 0, bodyTimeout: 0, connect };
  const uri = findProxy(url, proxy, environment);
  if (uri === undefined) {
    return new undici.Agent(settings);
  }
  const address = parseProxy(uri);
  if (address === undefined) {
    throw invalidProxyError();
  }
  const authorization = proxyAuthorization(address, proxy);
  return new undici.ProxyAgent({
    ...settings,
    uri: address.origin,
    requestTls: connect,
    // VS Code's setting is about the proxy's own certificate.
    proxyTls: { ...connect, rejectUnauthorized: proxy.strictSSL ?? true },
    ...(authorization === undefined ? {} : { token: authorization }),
  });
}

/** undici takes the slot of Node's global dispatcher if it finds it empty; loading Node's own first keeps it out. */
async function loadUndici(): Promise<Pick<typeof Undici, 'Agent' | 'ProxyAgent'>> {
  Reflect.get(globalThis, 'Response');
  return import('./undici.ts');
}

/** One secure context for all connections: parsing the certificates takes milliseconds. */
async function trustOptions(proxy: ProxySettings): Promise<Pick<tls.ConnectionOptions, 'secureContext'>> {
  const ca = await trustedAuthorities(proxy);
  return ca === undefined ? {} : { secureContext: tls.createSecureContext({ ca }) };
}
