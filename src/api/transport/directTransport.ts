// The direct transport: undici with a private pool of connections, loaded with the first request.
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

/**
 * Milliseconds for which an unused connection is kept, unless the server says otherwise. People often think for longer than undici's 4 s.
 */
const keepAliveMs = 30_000;

/** One private pool for the origins of one client. It never touches undici's global dispatcher, which other extensions share. */
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
    // A dispatcher that could not be created needs no closing, and the request that needed it has failed.
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
    // A destroyed stream also emits `error`, which needs a listener; the reader gets the error from the iterator.
    source.on('error', () => undefined);
    this.#chunks = decoded(source, encoding, this.#meter);
  }

  async read(): Promise<Uint8Array | undefined> {
    const result = await this.#chunks.next();
    if (result.done === true) {
      // undici takes a connection back one turn of the event loop after its response; a request before that opens another connection.
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

  /**
   * Throws ApiError where the body has grown far more than any text does in decompression: a few bytes may become hundreds of megabytes.
   */
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
  // Set explicitly each time, because an environment variable can turn the default off.
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
    // VS Code's setting is about the certificate of the proxy itself only.
    proxyTls: { ...connect, rejectUnauthorized: proxy.strictSSL ?? true },
    ...(authorization === undefined ? {} : { token: authorization }),
  });
}

/** undici installs its global dispatcher where it finds none. Loading Node's own fetch first prevents that. */
async function loadUndici(): Promise<Pick<typeof Undici, 'Agent' | 'ProxyAgent'>> {
  Reflect.get(globalThis, 'Response');
  return import('./undici.ts');
}

/** All connections share one secure context, because parsing the certificates takes milliseconds. */
async function trustOptions(proxy: ProxySettings): Promise<Pick<tls.ConnectionOptions, 'secureContext'>> {
  const ca = await trustedAuthorities(proxy);
  return ca === undefined ? {} : { secureContext: tls.createSecureContext({ ca }) };
}
