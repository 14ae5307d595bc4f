// Finds the proxy for an address: in VS Code's settings first, then in the environment.
import { BlockList, isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { isLoopback } from '../../shared/baseUrl.ts';
import { ApiError } from '../errors.ts';

/** VS Code's `http.*` settings that concern connections. */
export interface ProxySettings {
  readonly url?: string;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string;
  readonly noProxy?: readonly string[];
  readonly strictSSL?: boolean;
  readonly support?: 'off' | 'on' | 'override' | 'fallback';
  readonly systemCertificates?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy's URL for this address, or undefined for a direct connection. This machine is never reached through a proxy. */
export function findProxy(url: URL, settings: ProxySettings, environment: Environment): string | undefined {
  if (settings.support === 'off' || isLoopback(url.hostname)) {
    return undefined;
  }
  const exceptions = settings.noProxy?.length ? settings.noProxy : listOf(read(environment, 'no_proxy'));
  if (exceptions.some((exception) => matches(url, exception))) {
    return undefined;
  }
  const own = url.protocol === 'https:' ? read(environment, 'https_proxy') : undefined;
  const proxy = nonEmpty(settings.url) ?? own ?? read(environment, 'http_proxy');
  return proxy === undefined || proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** The URL of the proxy; undefined where it is not an http or https address, because other protocols are not supported. */
export function parseProxy(address: string): URL | undefined {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' ? url : undefined;
}

export function invalidProxyError(): ApiError {
  return new ApiError('proxy', 'The address of the proxy is not one by http or https.', { code: 'invalid-proxy' });
}

/** The value of `Proxy-Authorization`: from the settings, else from the credentials in the proxy's address; undefined without either. */
export function proxyAuthorization({ username, password }: URL, settings: ProxySettings): string | undefined {
  if (settings.authorization !== undefined || username === '') {
    return settings.authorization;
  }
  return `Basic ${Buffer.from(`${decodePart(username)}:${decodePart(password)}`).toString('base64')}`;
}

/** Decodes percent escapes. A percent sign that begins no valid escape stays as it is, because people write it in passwords. */
function decodePart(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function read(environment: Environment, name: string): string | undefined {
  return nonEmpty(environment[name]) ?? nonEmpty(environment[name.toUpperCase()]);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

/**
 * Whether the exception covers the URL: `*`, a host or the end of one (`.example.org`, `*.example.org`, `example.org`), an address, or a
 * range of addresses (`10.0.0.0/8`, `fd00::/8`), each with an optional port.
 */
function matches(url: URL, exception: string): boolean {
  if (exception === '*') {
    return true;
  }
  const { host, port } = partsOf(exception.trim().toLowerCase());
  const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80');
  return (port === undefined || port === urlPort) && isOf(withoutBrackets(url.hostname), host);
}

function partsOf(entry: string): { readonly host: string; readonly port: string | undefined } {
  // An IPv6 address contains colons itself.
  if (isIPv6(entry.split('/')[0] ?? '')) {
    return { host: entry, port: undefined };
  }
  const { host = '', port } = /^(?<host>.+?)(?::(?<port>\d+))?$/.exec(entry)?.groups ?? {};
  return { host: withoutBrackets(host), port };
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]/, '$1');
}

function isOf(host: string, exception: string): boolean {
  if (isIP(host) !== 0) {
    return isAddressIn(host, exception);
  }
  const name = exception.replace(/^\*?\./, '').replace(/\.$/, '');
  // The URL parser writes names in other scripts as ASCII.
  const wanted = domainToASCII(name) || name;
  const own = host.replace(/\.$/, '');
  return own === wanted || own.endsWith(`.${wanted}`);
}

function isAddressIn(address: string, range: string): boolean {
  const [first = '', bits] = range.split('/');
  const most = isIPv6(address) ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (isIP(first) !== isIP(address) || !Number.isInteger(length) || length < 0 || length > most) {
    return false;
  }
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(first, length, family);
  return list.check(address, family);
}
