// A real HTTP server on loopback whose replies a test scripts, and what the tests read from it.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { OpenCodexClient, type ApiError, type ChatEvent, type ClientOptions } from '../../../../src/api/client.ts';

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Handler = (response: ServerResponse, received: Received, request: IncomingMessage) => void | Promise<void>;

export interface TestServer {
  readonly origin: string;
  /** What the client takes as its base URL. */
  readonly baseUrl: string;
  readonly received: readonly Received[];
  /** TCP connections since the start. */
  readonly connections: number;
  /** Resolves once no connection is open. */
  idle(): Promise<void>;
}

/** Ends with the test that started it. */
export async function startServer(handler: Handler): Promise<TestServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void text(request).then((body) => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      received.push(one);
      return handler(response, one, request);
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      server.emit('socket-gone');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    received,
    get connections() {
      return connections;
    },
    async idle() {
      while (sockets.size > 0) {
        await once(server, 'socket-gone');
      }
    },
  };
}

/** A client that ends with its test. */
export function createClient(options: ClientOptions): OpenCodexClient {
  const client = new OpenCodexClient({ transport: 'direct', ...options });
  onTestFinished(() => client.close());
  return client;
}

export const request = { model: 'deepseek-chat', messages: [{ role: 'user', content: 'Hello!' }] } as const;

export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': 'req-1' });
}

export function event(value: unknown): string {
  return `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
}

export function delta(content: string): string {
  return event({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

export function finish(reason = 'stop'): string {
  return event({ choices: [{ index: 0, delta: {}, finish_reason: reason }] });
}

export const done = event('[DONE]');

/** Sends these events and ends well. */
export function answerWith(...events: readonly string[]): Handler {
  return (response) => {
    beginEvents(response);
    response.end(events.join(''));
  };
}

export interface Collected {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** What was thrown after the events. */
  readonly error: ApiError | undefined;
}

/** Reads an answer to its end, keeping what was thrown. */
export async function collect(
  answer: AsyncIterable<ChatEvent>,
  onEvent?: (event: ChatEvent) => void,
): Promise<Collected> {
  const events: ChatEvent[] = [];
  let error: ApiError | undefined;
  try {
    for await (const one of answer) {
      events.push(one);
      onEvent?.(one);
    }
  } catch (thrown) {
    error = thrown as ApiError;
  }
  const answered = events.map((one) => (one.type === 'text-delta' ? one.text : '')).join('');
  return { events, text: answered, error };
}
