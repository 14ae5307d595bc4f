// A server on loopback that decides about every byte: it reads requests, and hands the socket over for the reply.
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

export interface RawRequest {
  readonly socket: Socket;
  readonly path: string;
  /** Request line and headers, as they came. */
  readonly head: string;
  readonly body: string;
}

export interface RawServer {
  readonly origin: string;
  readonly port: number;
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** `onRequest` is called with each whole request; what it throws ends the connection. */
export async function startRawServer(onRequest: (request: RawRequest) => void | Promise<void>): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off is part of the plan.
    socket.on('error', () => undefined);
    readRequests(socket, onRequest);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    sockets,
    async close() {
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
}

function readRequests(socket: Socket, onRequest: (request: RawRequest) => void | Promise<void>): void {
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    const headEnd = received.indexOf('\r\n\r\n');
    const head = received.subarray(0, Math.max(headEnd, 0)).toString('latin1');
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (headEnd === -1 || received.length < headEnd + 4 + length) {
      return;
    }
    const body = received.subarray(headEnd + 4, headEnd + 4 + length).toString();
    received = received.subarray(headEnd + 4 + length);
    const path = head.split(' ')[1] ?? '';
    Promise.resolve(onRequest({ socket, path, head, body })).catch((error: unknown) => socket.destroy(error as Error));
  });
}

/** The ends of this process's own connections, by the port on their side. */
const clientSockets = new Map<number, Socket>();

channel('net.client.socket').subscribe((message) => {
  const { socket } = message as { readonly socket: Socket };
  socket.once('connect', () => {
    const port = socket.localPort ?? 0;
    clientSockets.set(port, socket);
    socket.once('close', () => clientSockets.delete(port));
  });
});

/** Resolves once the client, in this process, has read all that was written to this end, or has closed its own. */
export async function delivered(socket: Socket): Promise<void> {
  const isUnder = (): boolean => {
    const client = clientSockets.get(socket.remotePort ?? 0);
    return client !== undefined && !client.destroyed && client.bytesRead < socket.bytesWritten;
  };
  while (!socket.destroyed && (socket.writableLength > 0 || isUnder())) {
    await setImmediate();
  }
  // What was read is handed on within this turn of the event loop.
  await setImmediate();
}
