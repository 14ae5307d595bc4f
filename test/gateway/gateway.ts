// A local OpenCodex gateway: a real HTTP server on loopback, with keys, credits, scripted answers and faults on demand.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Accounts, bearerToken, defaultKeys, type Keys } from './accounts.ts';
import type { ScriptedAnswer } from './answer.ts';
import { control, controlPath, type Counters } from './control.ts';
import { type GatewayState, sendReply } from './exchange.ts';
import { Journal } from './journal.ts';
import { Refusal, serverError } from './reply.ts';
import { basePath, route } from './routes.ts';
import { defaultSettings, type GatewayOptions, type GatewaySettings } from './settings.ts';

export { demoKey, emptyKey, expiredKey, revokedKey } from './accounts.ts';
export { instant, type GatewayOptions } from './settings.ts';

export interface Gateway {
  /** `http://127.0.0.1:PORT/api/v1` */
  readonly baseUrl: string;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly journal: Journal;
  readonly connections: Counters;
  /** The number of requests without a finished response. */
  readonly openRequests: number;
  /** Changes settings for later requests; `keys` are added. */
  configure(change: Partial<GatewaySettings> & { readonly keys?: Keys }): void;
  /** Queues answers: each of the next chat requests gets one of them, unchanged. */
  script(...answers: readonly ScriptedAnswer[]): void;
  /** @throws Error for a key that is not known */
  credits(key: string): number;
  /** @throws Error for a key that is not known */
  setCredits(key: string, credits: number): void;
  /** Aborts every response and closes every connection. */
  close(): Promise<void>;
}

/** Starts a gateway on loopback. The caller must close it. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { port = 0, keys = {}, ...settings } = options;
  const gateway = new LocalGateway({ ...defaultSettings, ...settings });
  gateway.configure({ keys: { ...defaultKeys, ...keys } });
  await gateway.listen(port);
  return gateway;
}

class LocalGateway implements Gateway {
  readonly journal = new Journal();
  readonly #state: GatewayState;
  readonly #server: Server;
  readonly #sockets = new Map<Socket, number>();
  readonly #jobs = new Map<ServerResponse, AbortController>();
  #accepted = 0;

  constructor(settings: GatewaySettings) {
    const accounts = new Accounts();
    this.#state = { settings, accounts, journal: this.journal, scripts: [], attempts: new Map() };
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => {
      this.#accepted += 1;
      this.#sockets.set(socket, this.#accepted);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get origin(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  get baseUrl(): string {
    return this.origin + basePath;
  }

  get connections(): Counters {
    return { accepted: this.#accepted, open: this.#sockets.size };
  }

  get openRequests(): number {
    return this.#jobs.size;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  configure({ keys = {}, ...change }: Partial<GatewaySettings> & { readonly keys?: Keys }): void {
    this.#state.settings = { ...this.#state.settings, ...change };
    this.#state.accounts.add(keys);
  }

  script(...answers: readonly ScriptedAnswer[]): void {
    this.#state.scripts.push(...answers);
  }

  credits(key: string): number {
    return this.#state.accounts.credits(key);
  }

  setCredits(key: string, credits: number): void {
    this.#state.accounts.setCredits(key, credits);
  }

  async close(): Promise<void> {
    const isClosed = once(this.#server, 'close');
    this.#server.close();
    for (const job of this.#jobs.values()) {
      job.abort();
    }
    for (const socket of this.#sockets.keys()) {
      socket.destroy();
    }
    this.journal.close();
    await isClosed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const job = new AbortController();
    this.#jobs.set(response, job);
    response.once('close', () => {
      this.#jobs.delete(response);
      job.abort();
    });
    const requestId = `req_${randomUUID()}`;
    response.setHeader('x-request-id', requestId);
    try {
      await this.#answer(request, response, requestId, job.signal);
    } catch (error) {
      this.#fail(response, job.signal, error);
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { method = '', url: path = '/' } = request;
    const bodyText = await readText(request);
    const url = new URL(path, this.origin);
    if (url.pathname.startsWith(controlPath)) {
      sendReply(response, control(this.#state, this.connections, method, url, bodyText));
      return;
    }
    const { accounts } = this.#state;
    const entry = this.journal.record({
      requestId,
      connection: this.#sockets.get(request.socket) ?? 0,
      method,
      path,
      headers: request.headers,
      bodyText,
      isKeyAccepted: accounts.isAccepted(bearerToken(request.headers.authorization)),
      knownKeys: accounts.knownKeys(),
    });
    const end = (outcome: 'answered' | 'aborted') => {
      const status = response.headersSent ? { status: response.statusCode } : {};
      this.journal.update(entry, { ...status, outcome, endedAt: Date.now() });
    };
    response.once('finish', () => end('answered'));
    response.once('close', () => {
      if (entry.endedAt === undefined) {
        end('aborted');
      }
    });
    await route({ state: this.#state, request, response, bodyText, entry, origin: this.origin, signal }, url.pathname);
  }

  #fail(response: ServerResponse, signal: AbortSignal, error: unknown): void {
    if (error instanceof Refusal && !response.headersSent) {
      sendReply(response, error.reply);
    } else if (!signal.aborted && !response.headersSent) {
      console.error(error);
      sendReply(response, serverError());
    } else {
      response.destroy();
    }
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
