// Sends requests to one gateway: checks its address, adds the key, and turns error responses into ApiErrors.
import { checkBaseUrl, tokensOfAddress } from '../shared/baseUrl.ts';
import type { Log } from '../shared/gateway.ts';
import { limits } from '../shared/limits.ts';
import { ApiError, errorFromNetwork, errorFromReply, redirectError, type ReplyContext } from './errors.ts';
import { createRedact, type Redact } from './redact.ts';
import { readRetryAfter } from './retry.ts';
import { abortable } from './timers.ts';
import type { ByteSource, Transport, TransportResponse } from './transport/transport.ts';

/** How long the rest of a finished answer may take before its connection is given up, in milliseconds. */
const drainLimitMs = 250;

export interface ConnectionOptions {
  readonly baseUrl: string;
  readonly apiKey: (() => Promise<string | undefined>) | undefined;
  readonly transport: Transport;
  readonly log: Log | undefined;
}

export interface ConnectionRequest {
  readonly method: 'GET' | 'POST';
  /** The path below the base URL, with a leading slash. */
  readonly path: string;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A response with a status of 200-299, whose body is still to be read. */
export interface Reply {
  readonly body: ByteSource;
  readonly context: ReplyContext & { readonly status: number };
}

/** Whoever creates it closes it. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #draining = new Set<Promise<void>>();
  /** The redactor of the last key. It is cached, because creating one for each request would take too long. */
  #redactor: { readonly key: string | undefined; readonly redact: Redact } | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Sends the request with the key. Rejects with an ApiError for every failure, and with the signal's reason after an abort. */
  async send(request: ConnectionRequest): Promise<Reply> {
    const { signal } = request;
    const base = this.#checkedBase();
    const key = await abortable(this.#readKey(), signal);
    const redact = this.#redactOf(key);
    // Waiting for a connection that is about to be released takes less time than opening one with its handshakes.
    if (this.#draining.size > 0) {
      await abortable(Promise.race(this.#draining), signal);
    }
    const response = await this.#request(request, new URL(base + request.path), key, redact);
    const context = { status: response.status, redact, ...readReplyHeaders(response, redact) };
    if (response.status >= 200 && response.status <= 299) {
      return { body: response.body, context };
    }
    if (response.status >= 300 && response.status <= 399) {
      response.body.cancel();
      throw redirectError(response.header('location'), new URL(base), context);
    }
    // The status is explanation enough where the body breaks off.
    const text = await readText(response.body, limits.errorBody).catch(() => '');
    signal.throwIfAborted();
    throw errorFromReply(text, context);
  }

  /** Reads a finished answer to its end in the background, so that its connection can be used again. */
  release(body: ByteSource): void {
    const drained = drain(body).finally(() => this.#draining.delete(drained));
    this.#draining.add(drained);
  }

  get log(): Log | undefined {
    return this.#options.log;
  }

  async close(): Promise<void> {
    await this.#options.transport.close();
    await Promise.all(this.#draining);
  }

  #checkedBase(): string {
    const check = checkBaseUrl(this.#options.baseUrl);
    if (check.kind === 'refused') {
      throw new ApiError('bad-request', `The base URL is refused: ${check.reason}.`, { code: 'invalid-base-url' });
    }
    return check.url;
  }

  #redactOf(key: string | undefined): Redact {
    if (this.#redactor === undefined || this.#redactor.key !== key) {
      this.#redactor = { key, redact: createRedact(key, ...tokensOfAddress(this.#options.baseUrl)) };
    }
    return this.#redactor.redact;
  }

  /** The error of the key store is replaced, because it may quote the key. */
  async #askForKey(): Promise<string | undefined> {
    try {
      return (await this.#options.apiKey?.())?.trim();
    } catch {
      throw new ApiError('invalid-key', 'The key could not be read where it is kept.', { code: 'unreadable-key' });
    }
  }

  async #readKey(): Promise<string | undefined> {
    const key = await this.#askForKey();
    if (key === undefined || key === '') {
      return undefined;
    }
    // Other characters cannot be sent in a header, and fetch would quote the key in its error.
    if (!/^[\x21-\x7E]+$/.test(key)) {
      throw new ApiError('invalid-key', 'The key holds characters that no key has.', { code: 'malformed-key' });
    }
    return key;
  }

  async #request(
    { method, path, body, signal }: ConnectionRequest,
    url: URL,
    key: string | undefined,
    redact: Redact,
  ): Promise<TransportResponse> {
    const headers = {
      accept: body === undefined ? 'application/json' : 'text/event-stream, application/json',
      // A proxy that compresses would buffer the stream.
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    const startedAt = performance.now();
    try {
      const sent = this.#options.transport.request({
        method,
        url,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      const response = await abortable(sent, signal);
      this.log?.debug(`${method} ${path}: status ${response.status} after ${elapsed(startedAt)}`);
      return response;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = errorFromNetwork(thrown, redact);
      this.log?.warn(`${method} ${path}: ${error.kind} (${error.code ?? 'no code'}) after ${elapsed(startedAt)}`);
      throw error;
    }
  }
}

/** The body as text, up to `limit` bytes; the rest is not read. Rejects as the body does. */
async function readText(body: ByteSource, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await body.read(); chunk !== undefined; chunk = await body.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) {
      body.cancel();
      break;
    }
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, limit));
}

async function drain(body: ByteSource): Promise<void> {
  const timer = setTimeout(() => body.cancel(), drainLimitMs);
  try {
    while ((await body.read()) !== undefined) {
      // The bytes do not matter, only their end.
    }
  } catch {
    // The answer is complete, so it does not matter how its connection ends.
  } finally {
    clearTimeout(timer);
  }
}

function readReplyHeaders(response: TransportResponse, redact: Redact): { requestId?: string; retryAfterMs?: number } {
  const names = ['x-request-id', 'request-id', 'x-oneapi-request-id', 'cf-ray'];
  const requestId = names
    .map((name) => response.header(name))
    .find((id) => id !== undefined && /^[\w.:/-]{1,128}$/.test(id) && redact(id) === id);
  const retryAfterMs = readRetryAfter((name) => response.header(name), Date.now());
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function elapsed(startedAt: number): string {
  return `${Math.round(performance.now() - startedAt)} ms`;
}
