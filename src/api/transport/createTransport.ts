// Chooses between the two transports: our own, and that of VS Code.
import { isLoopback } from '../../shared/baseUrl.ts';
import { DirectTransport } from './directTransport.ts';
import { EditorTransport, isVerificationOff } from './editorTransport.ts';
import { isConnectFailure } from '../errors.ts';
import type { Transport, TransportOptions, TransportRequest, TransportResponse, Way } from './transport.ts';
import { findProxy, type ProxySettings } from './proxy.ts';

export function createTransport(options: TransportOptions): Transport {
  const direct = new DirectTransport(options);
  if (options.choice === 'direct') {
    return direct;
  }
  const editor = new EditorTransport(options.environment);
  const chosen =
    options.choice === 'editor' ? editor : new AutoTransport(direct, editor, (url) => firstWay(url, options));
  return new LoopbackApart(direct, chosen);
}

/** The transport that a request uses, or uses first. */
export function firstWay(url: URL, { choice, proxy, environment }: Omit<TransportOptions, 'connectTimeoutMs'>): Way {
  if (choice === 'direct' || isLoopback(url.hostname)) {
    return 'direct';
  }
  if (choice === 'editor') {
    return 'editor';
  }
  const proxyUrl = findProxy(url, proxy, environment);
  return proxyUrl === undefined || isUnheeded(proxyUrl, proxy, environment) ? 'direct' : 'editor';
}

/**
 * Whether a setting applies that only the direct transport heeds (seen in VS Code 1.106 and 1.139), and that transport can use this
 * proxy.
 */
function isUnheeded(
  proxyUrl: string,
  { strictSSL, authorization }: ProxySettings,
  environment: TransportOptions['environment'],
): boolean {
  if (!/^https?:/i.test(proxyUrl)) {
    return false;
  }
  const isProxyUnchecked = strictSSL === false && /^https:/i.test(proxyUrl);
  const hasAuthority = (environment['NODE_EXTRA_CA_CERTS'] ?? '') !== '';
  return isProxyUnchecked || authorization !== undefined || hasAuthority || isVerificationOff(environment);
}

/** Requests to this machine never go through VS Code, which has rules of its own about proxies: a proxy could read plain http. */
class LoopbackApart implements Transport {
  readonly #direct: Transport;
  readonly #other: Transport;

  constructor(direct: Transport, other: Transport) {
    this.#direct = direct;
    this.#other = other;
  }

  request(request: TransportRequest): Promise<TransportResponse> {
    return (isLoopback(request.url.hostname) ? this.#direct : this.#other).request(request);
  }

  async close(): Promise<void> {
    await Promise.all([this.#direct.close(), this.#other.close()]);
  }
}

/**
 * Uses the transport of `firstChoice`, and where that cannot connect, the other one once. VS Code's transport knows PAC files, the
 * system's proxy and Kerberos; the direct one knows more certificates. A fallback that worked is kept for its origin until it cannot
 * connect. Where one transport refuses a certificate, the other one is not tried.
 */
export class AutoTransport implements Transport {
  readonly #transports: Readonly<Record<Way, Transport>>;
  readonly #firstChoice: (url: URL) => Way;
  readonly #kept = new Map<string, Way>();

  constructor(direct: Transport, editor: Transport, firstChoice: (url: URL) => Way) {
    this.#transports = { direct, editor };
    this.#firstChoice = firstChoice;
  }

  async request(request: TransportRequest): Promise<TransportResponse> {
    const { url, signal } = request;
    const way = this.#kept.get(url.origin) ?? this.#firstChoice(url);
    try {
      return await this.#transports[way].request(request);
    } catch (failure) {
      if (signal.aborted || !isConnectFailure(failure)) {
        throw failure;
      }
      this.#kept.delete(url.origin);
      return this.#fallBack(request, way, failure);
    }
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#transports).map((transport) => transport.close()));
  }

  async #fallBack(request: TransportRequest, failed: Way, failure: unknown): Promise<TransportResponse> {
    const other = failed === 'direct' ? 'editor' : 'direct';
    try {
      const response = await this.#transports[other].request(request);
      this.#kept.set(request.url.origin, other);
      return response;
    } catch (otherFailure) {
      // Where both fail, the error of the direct transport names the cause more exactly.
      throw request.signal.aborted || other === 'direct' ? otherFailure : failure;
    }
  }
}
