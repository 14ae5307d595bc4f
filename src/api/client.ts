// The client of an OpenAI-compatible gateway, with the types that its callers need.
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
  /** An https address, or an http address of this machine, with or without a slash at its end. */
  readonly baseUrl: string;
  /** Called for each attempt of a request. The key is sent in the Authorization header to the base URL's origin, and nowhere else. */
  readonly apiKey?: () => Promise<string | undefined>;
  readonly transport?: TransportChoice;
  /** Milliseconds. */
  readonly timeouts?: TimeoutSettings;
  readonly proxy?: ProxySettings;
  readonly log?: Log;
  /** Wraps the transport; a diagnosis takes its measurements there. */
  readonly wrapTransport?: (transport: Transport) => Transport;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Longest time for one attempt to read a list of models or a balance, in milliseconds. */
const longestReadMs = 30_000;

/** Holds a pool of connections from the first request on. Whoever creates the client closes it. */
export class OpenCodexClient {
  readonly #options: ClientOptions;
  readonly #connection: Connection;
  readonly #timeouts: Timeouts;
  readonly #closing = new AbortController();
  readonly #memory = new GatewayMemory();
  /** One promise for each answer under way; it resolves when the answer ends. */
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
   * Sends the request when the generator is first iterated. Ends with exactly one `turn-end`, or throws ApiError after it has given all
   * events that came before. An abort gives the outcome `stopped`. Leaving the loop early ends the request, too.
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

  /** Reads the list of models. Throws ApiError, or the signal's reason when it aborts. */
  async listModels(options: CallOptions = {}): Promise<readonly Model[]> {
    const { baseUrl, log } = this.#options;
    const read = (path: string): Promise<JsonReply> => this.#read(path, limits.modelList.body, options.signal);
    return readModelList({ baseUrl, log, read });
  }

  /** Reads the balance. The result is `unknown` where the gateway offers none, or in an unknown shape. Throws as `listModels` does. */
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

  /** Closes the client once the answers under way have ended. It is for a client that another one replaces. */
  async retire(): Promise<void> {
    await Promise.all(this.#answers);
    await this.close();
  }

  /** Ends the requests under way, answers as if the user had stopped them, and closes the connections. */
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
