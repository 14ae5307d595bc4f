// Which proxy, if any, leads to an address: VS Code's settings first, the environment second.
import { isLoopback } from '../shared/baseUrl.ts';

/** VS Code's `http.*` settings, as far as they bear on connections. */
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

function read(environment: Environment, name: string): string | undefined {
  return nonEmpty(environment[name]) ?? nonEmpty(environment[name.toUpperCase()]);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
}

/** `*`, a host, or the end of one (`.example.org`, `*.example.org`, `example.org`), each with an optional port. */
function matches(url: URL, exception: string): boolean {
  if (exception === '*') {
    return true;
  }
  const { host, port } = /^(?<host>.+?)(?::(?<port>\d+))?$/.exec(exception.toLowerCase())?.groups ?? {};
  const name = (host ?? '').replace(/^\*?\./, '');
  const urlPort = url.port || (url.protocol === 'https:' ? '443' : '80');
  return (port === undefined || port === urlPort) && (url.hostname === name || url.hostname.endsWith(`.${name}`));
}
