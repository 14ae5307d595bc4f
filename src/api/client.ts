// The client of an OpenAI-compatible gateway: the one door into src/api.
import type { Balance, ChatRequest, Log, Model } from '../shared/gateway.ts';
import { limits, type JsonLimits } from '../shared/limits.ts';
import { GatewayMemory } from './adaptation.ts';
import { readBalance } from './balance.ts';
import type { ChatEvent } from './chatEvent.ts';
import { Connection } from './connection.ts';
import { ApiError } from './errors.ts';
import { readModelList } from './modelList.ts';
import type { ProxySettings } from './transport/proxy.ts';
import { readJson, type JsonReply } from './readJson.ts';
import { redactPatterns } from './redact.ts';
import { defaultTimeouts, type Timeouts, type TimeoutSettings } from './timers.ts';
import { createTransport } from './transport/createTransport.ts';
import type { Transport, TransportChoice } from './transport/transport.ts';
import { Turn } from './turn.ts';

export type { Balance, ChatRequest, Model, TokenUsage, TurnOutcome } from '../shared/gateway.ts';
export type { ChatEvent } from './chatEvent.ts';
export { ApiError } from './errors.ts';
export type { ProxySettings } from './transport/proxy.ts';

export interface ClientOptions {
  /** https, or http on this machine; with or without a slash at its end. */
  readonly baseUrl: string;
  /** Asked once per request. The key goes into the Authorization header for the base URL's origin, and nowhere else. */
  readonly apiKey?: () => Promise<string | undefined>;
  readonly transport?: TransportChoice;
  /** Milliseconds. */
  readonly timeouts?: TimeoutSettings;
  readonly proxy?: ProxySettings;
  readonly log?: Log;
  /** Puts something around the transport: the diagnosis measures there. */
  readonly wrapTransport?: (transport: Transport) => Transport;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Longest time for a list of models or a balance, in milliseconds. */
const longestReadMs = 30_000;

/** Holds a pool of connections from the first request on; whoever creates it closes it. */
export class OpenCodexClient {
  readonly #options: ClientOptions;
  readonly #connection: Connection;
  readonly #timeouts: Timeouts;
  readonly #closing = new AbortController();
  readonly #memory = new GatewayMemory();
  /** Each settles with the end of an answer. */
  readonly #answers = new Set<Promise<undefined>>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
    const transport = createTransport({
      choice: options.transport ?? 'auto',
      proxy: options.proxy ?? {},
      connectTimeoutMs: this.#timeouts.connect,
      environment: process.env,
    });
    this.#connection = new Connection({
      baseUrl: options.baseUrl,
      apiKey: options.apiKey,
      transport: options.wrapTransport?.(transport) ?? transport,
      log: options.log,
    });
  }

  /**
   * Sends the request when it is first iterated. Ends with exactly one `turn-end`, or throws ApiError after what came has been
   * given. An abort is the outcome `stopped`; leaving the loop early ends the request, too.
   */
  async *streamChat(request: ChatRequest, options: CallOptions = {}): AsyncGenerator<ChatEvent, void> {
    const turn = new Turn({
      connection: this.#connection,
      request,
      timeouts: this.#timeouts,
      memory: this.#memory,
      signals: [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])],
    });
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    this.#answers.add(ended);
    try {
      for (let events = await turn.next(); events !== undefined; events = await turn.next()) {
        for (const event of events) {
          yield event;
        }
      }
    } finally {
      turn.close();
      this.#answers.delete(ended);
      resolve(undefined);
    }
  }

  /** Throws ApiError, or the signal's reason when it aborts. */
  async listModels(options: CallOptions = {}): Promise<readonly Model[]> {
    const { baseUrl, log } = this.#options;
    const read = (path: string): Promise<JsonReply> => this.#read(path, limits.modelList.body, options.signal);
    return readModelList({ baseUrl, log, read });
  }

  /** A gateway without a balance, or with one of unknown shape, gives `unknown`. Throws as `listModels`. */
  async readBalance(options: CallOptions = {}): Promise<Balance> {
    try {
      const { body, context } = await this.#read('/balance', limits.balanceBody, options.signal);
      return readBalance(body, context.status ?? 200, context.redact);
    } catch (thrown) {
      const status = thrown instanceof ApiError ? thrown.status : undefined;
      if (status === 404 || status === 405 || status === 501) {
        return readBalance(undefined, status, redactPatterns);
      }
      throw thrown;
    }
  }

  /** Closes once the answers under way have ended: for a client that another one replaces. */
  async retire(): Promise<void> {
    await Promise.all(this.#answers);
    await this.close();
  }

  /** Ends what runs, as if stopped, and closes the connections. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection.close();
  }

  #read(path: string, most: JsonLimits, signal: AbortSignal | undefined): Promise<JsonReply> {
    const { firstByte } = this.#timeouts;
    return readJson(this.#connection, {
      path,
      most,
      timeoutMs: firstByte === 0 ? longestReadMs : Math.min(firstByte, longestReadMs),
      signals: [this.#closing.signal, ...(signal === undefined ? [] : [signal])],
    });
  }
}
