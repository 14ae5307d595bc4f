// A gateway that sends what no gateway should, in a thread of its own, so that its work is not taken for the client's.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { hostileReplies, type HostileReply, type ReplyName } from './hostileReplies.ts';

const role = 'hostile-gateway';

export interface HostileGateway {
  /** The base URL at which every request gets this reply. `scale` 1 is the size of the finding. */
  baseUrl(name: ReplyName, scale: number): string;
  close(): Promise<void>;
}

export async function startHostileGateway(): Promise<HostileGateway> {
  const worker = new Worker(import.meta.filename, { workerData: role });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    baseUrl: (name, scale) => `http://127.0.0.1:${port}/${name}/${scale}/v1`,
    async close() {
      await worker.terminate();
    },
  };
}

async function serve(): Promise<void> {
  const server = createServer({ noDelay: true }, (request, response) => {
    request.resume();
    const [, name = '', scale = '1'] = (request.url ?? '').split('/');
    const page = Number(new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('page') ?? 0);
    void send(response, hostileReplies[name as ReplyName](Number(scale), page));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' && address !== null ? address.port : 0);
}

async function send(response: ServerResponse, reply: HostileReply): Promise<void> {
  response.writeHead(200, reply.headers);
  // A client that breaks off is part of the plan.
  await pipeline(Readable.from(paced(reply)), response).catch(() => undefined);
}

async function* paced({ parts, pauseMs }: HostileReply): AsyncGenerator<string | Uint8Array> {
  for (const part of parts) {
    yield part;
    if (pauseMs !== undefined) {
      await setTimeout(pauseMs);
    }
  }
}

if (!isMainThread && workerData === role) {
  await serve();
}
