// A real proxy on loopback, http or https, that opens tunnels to one port whatever name it is asked for.
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { server, type ServerCertificate } from './certificates.ts';

/** The first byte of every connection by TLS. */
const tlsHandshake = 0x16;

export interface ProxyServer {
  /** `http://127.0.0.1:PORT`, or `https://localhost:PORT`. */
  readonly url: string;
  /**
   * What was asked of it, tunnels and whole requests: the request line's target, `Proxy-Authorization` and all headers. And what it
   * could read in a tunnel, as a head.
   */
  readonly asked: readonly {
    readonly target: string;
    readonly authorization: string | undefined;
    readonly head: string;
  }[];
  close(): void;
}

interface ProxyOptions {
  /** Where all tunnels lead. */
  readonly port: number;
  readonly isSecure?: boolean;
  /** Of an https proxy; that of the tests' authority unless told otherwise. */
  readonly certificate?: ServerCertificate;
  /** `user:password`; without it everybody may pass. */
  readonly credentials?: string;
}

export async function startProxy(options: ProxyOptions): Promise<ProxyServer> {
  const { port, isSecure = false, certificate = server, credentials } = options;
  const asked: ProxyServer['asked'][number][] = [];
  const note = ({ url = '', headers, rawHeaders }: IncomingMessage): void => {
    asked.push({ target: url, authorization: headers['proxy-authorization'], head: rawHeaders.join('\n') });
  };
  const sockets = new Set<Duplex>();
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`;
  const tunnel = (request: IncomingMessage, socket: Duplex): void => {
    const { 'proxy-authorization': authorization } = request.headers;
    note(request);
    socket.on('error', () => undefined);
    if (wanted !== undefined && authorization !== wanted) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n',
      );
      return;
    }
    const target: Socket = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.once('data', (bytes: Buffer) => {
        if (bytes[0] !== tlsHandshake) {
          asked.push({ target: request.url ?? '', authorization: undefined, head: bytes.toString('latin1') });
        }
      });
      socket.pipe(target).pipe(socket);
    });
    sockets.add(socket).add(target);
    target.on('error', () => socket.destroy());
  };
  const listener = (isSecure ? createHttpsServer({ ...certificate }) : createHttpServer())
    .on('connect', tunnel)
    // A request in clear text, which no gateway needs.
    .on('request', (request, response) => {
      note(request);
      response.writeHead(502).end();
    });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port: own } = listener.address() as AddressInfo;
  return {
    url: isSecure ? `https://localhost:${own}` : `http://127.0.0.1:${own}`,
    asked,
    close: () => {
      listener.close();
      sockets.forEach((socket) => socket.destroy());
      listener.closeAllConnections();
    },
  };
}
