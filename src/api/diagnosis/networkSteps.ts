// Checks each layer below HTTP, in the same way as our direct transport uses it: name lookup, TCP, proxy, TLS.
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { systemAuthorities, trustedAuthorities } from '../transport/authorities.ts';
import type { Finding } from '../../shared/diagnosis.ts';
import { adviceFor } from './advice.ts';
import { ApiError } from '../errors.ts';
import { invalidProxyError, proxyAuthorization, type ProxySettings } from '../transport/proxy.ts';
import { abortable } from '../timers.ts';

/** Longest response of a proxy that is read, in characters. */
const longestReplyHead = 16_384;

export interface Route {
  readonly target: URL;
  readonly proxy: URL | undefined;
  readonly settings: ProxySettings;
}

/**
 * Checks one layer after the other, each over the connection of the layer before. The methods reject with the error of the layer that
 * failed; an untrusted certificate is a finding. Whoever creates it closes it.
 */
export class NetworkProbe {
  readonly #route: Route;
  #socket: net.Socket | undefined;

  constructor(route: Route) {
    this.#route = route;
  }

  async lookUp(signal: AbortSignal): Promise<Finding> {
    const host = hostOf(this.#firstHop);
    const found = await abortable(lookup(host, { all: true }), signal);
    return { state: 'ok', facts: { host, addresses: found.map(({ address }) => address).join(', ') } };
  }

  async connect(signal: AbortSignal): Promise<Finding> {
    const socket = net.connect({ host: hostOf(this.#firstHop), port: portOf(this.#firstHop) });
    this.#use(socket);
    await abortable(once(socket, 'connect'), signal);
    return { state: 'ok', facts: { connectedTo: `${socket.remoteAddress ?? ''} ${socket.remotePort ?? ''}`.trim() } };
  }

  /** Opens a tunnel through the proxy to the gateway by CONNECT; to an HTTPS proxy it does so inside TLS. */
  async tunnel(signal: AbortSignal): Promise<Finding> {
    const { proxy, target, settings } = this.#route;
    if (proxy === undefined) {
      throw invalidProxyError();
    }
    const secured = proxy.protocol === 'https:' ? this.#judgeProxy(await this.#secure(proxy, signal)) : undefined;
    if (secured?.state === 'failed') {
      return secured;
    }
    const socket = this.#connected;
    socket.write(connectRequest(target, proxyAuthorization(proxy, settings)));
    const status = statusOf(await abortable(readReplyHead(socket), signal));
    if (status < 200 || status > 299) {
      throw new ApiError('proxy', `The proxy answered CONNECT with status ${status}.`, {
        status,
        code: 'proxy-refused',
      });
    }
    return { state: 'ok', ...secured, facts: { ...secured?.facts, status } };
  }

  secure(signal: AbortSignal): Promise<Finding> {
    return this.#secure(this.#route.target, signal);
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  get #firstHop(): URL {
    return this.#route.proxy ?? this.#route.target;
  }

  get #connected(): net.Socket {
    if (this.#socket === undefined) {
      throw new Error('There is no connection yet.');
    }
    return this.#socket;
  }

  #use(socket: net.Socket): void {
    this.#socket = socket;
    // Between two steps nothing listens for errors, and an `error` event without a listener ends the process.
    socket.on('error', () => undefined);
  }

  /** `http.proxyStrictSSL` can accept an untrusted certificate of the proxy itself, and of no other server. */
  #judgeProxy(finding: Finding): Finding {
    return finding.state === 'failed' && this.#route.settings.strictSSL === false
      ? { ...finding, state: 'warning', advice: 'certificate-unchecked' }
      : finding;
  }

  /** Completes the handshake even where the certificate is not trusted, so that the finding can say why. */
  async #secure(url: URL, signal: AbortSignal): Promise<Finding> {
    const host = hostOf(url);
    const ca = await abortable(trustedAuthorities(this.#route.settings), signal);
    const secured = tls.connect({
      socket: this.#connected,
      host,
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
      rejectUnauthorized: false,
    });
    this.#use(secured);
    await abortable(once(secured, 'secureConnect'), signal);
    const certificate = secured.getPeerCertificate(true);
    const facts = {
      protocol: secured.getProtocol() ?? '',
      issuer: nameOf(certificate),
      validUntil: dateOf(certificate.valid_to),
    };
    if (secured.authorized) {
      const stores = await abortable(trustStores(this.#route.settings), signal);
      const trustedBy = stores.find(({ certificates }) => endsIn(certificate, certificates))?.name;
      return { state: 'ok', facts: trustedBy === undefined ? facts : { ...facts, trustedBy } };
    }
    // Node gives the code of the failure here, although the type says Error.
    const code = String(secured.authorizationError);
    const error = new ApiError('certificate', `The certificate is not trusted: ${code}.`, { code });
    return { state: 'failed', facts, error, advice: adviceFor(error) };
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function connectRequest(target: URL, authorization: string | undefined): string {
  const place = `${target.hostname}:${portOf(target)}`;
  const credentials = authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`];
  return [`CONNECT ${place} HTTP/1.1`, `Host: ${place}`, ...credentials, '', ''].join('\r\n');
}

/** The status of the response; 0 where it is not HTTP. */
function statusOf(head: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
}

function readReplyHead(socket: net.Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let head = '';
  const onData = (bytes: Buffer): void => {
    head += bytes.toString('latin1');
    if (head.includes('\r\n\r\n') || head.length > longestReplyHead) {
      resolve(head);
    }
  };
  const onClose = (): void => {
    reject(new ApiError('proxy', 'The proxy closed the connection.', { code: 'proxy-closed' }));
  };
  socket.on('data', onData).once('error', reject).once('close', onClose);
  return promise.finally(() => socket.off('data', onData).off('error', reject).off('close', onClose).pause());
}

interface TrustStore {
  readonly name: 'Node' | 'NODE_EXTRA_CA_CERTS' | 'system';
  readonly certificates: readonly string[];
}

/**
 * The stores of certificates that our direct transport trusts, as far as they have a name. Empty where Node cannot list them (before
 * 22.15).
 */
async function trustStores(settings: ProxySettings): Promise<TrustStore[]> {
  if (typeof tls.getCACertificates !== 'function') {
    return [];
  }
  return [
    { name: 'Node', certificates: tls.getCACertificates('bundled') },
    { name: 'NODE_EXTRA_CA_CERTS', certificates: tls.getCACertificates('extra') },
    { name: 'system', certificates: (await systemAuthorities(settings)) ?? [] },
  ];
}

/** Whether the chain of the certificate ends in one of `certificates`, which are PEM texts. */
function endsIn(certificate: tls.DetailedPeerCertificate, certificates: readonly string[]): boolean {
  let last = certificate;
  // The root is its own issuer. A chain is never longer than OpenSSL's limit of 100.
  for (let depth = 0; depth < 100 && last.issuerCertificate !== last; depth += 1) {
    last = last.issuerCertificate;
  }
  const root = last.raw.toString('base64');
  return certificates.some((pem) => pem.replaceAll(/-----[^-]+-----|\s/g, '') === root);
}

function nameOf({ issuer }: tls.PeerCertificate): string {
  return [issuer.O, issuer.CN].flat().filter(Boolean).join(', ');
}

function dateOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
}
