// The gateway of the client benchmark, a process of its own: answers with bytes made ready before, so that it costs the clients nothing.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deltaEvents, endMark, eventCount, finishEvents } from './answer.ts';

const longest = deltaEvents(eventCount).concat(finishEvents(eventCount));
const short = deltaEvents(20).concat(finishEvents(20));
const longBytes = Buffer.from(longest.join('') + endMark);

/** How each answer is written: the first part of the request's path. */
const writers: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
  c64: (response) => writeAll(response, cut(longBytes, 65_536)),
  c1400: (response) => writeAll(response, cut(longBytes, 1_400)),
  perevent: (response) =>
    writeAll(
      response,
      [...longest, endMark].map((event) => Buffer.from(event)),
    ),
  short: (response) =>
    writeAll(
      response,
      [...short, endMark].map((event) => Buffer.from(event)),
    ),
  late: async (response) => {
    response.write(short.join('') + endMark);
    await new Promise((resolve) => setTimeout(resolve, lateEndMs));
    response.end();
  },
};

/** A body that ends this long after `[DONE]`, as behind many proxies. */
const lateEndMs = 30;

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

async function writeAll(response: ServerResponse, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    if (!response.write(piece)) {
      // Where the client leaves early nothing drains, and nothing needs to be written any more.
      await new Promise((resolve) => response.once('drain', resolve));
    }
  }
  response.end();
}

let connections = 0;
const server = createServer((request, response) => {
  const [, mode = '', ...rest] = (request.url ?? '').split('/');
  if (mode === 'connections') {
    response.end(String(connections));
    return;
  }
  request.resume();
  request.on('end', () => {
    const write = rest.join('/') === 'v1/chat/completions' ? writers[mode] : undefined;
    if (write === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    void write(response);
  });
});
// Between two clients' turns minutes may pass; a connection that the server gave up is no figure of the client's.
server.keepAliveTimeout = 300_000;
server.on('connection', () => (connections += 1));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
