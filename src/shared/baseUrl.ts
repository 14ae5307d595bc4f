// Decides which addresses a key may be sent to (https anywhere, http on this machine only), and which parts of an address may be shown.
import { drawnOf } from './hiddenCharacters.ts';

export const defaultBaseUrl = 'https://opencodex.hk/api/v1';

/** In characters. A shorter part of a path is not taken for a secret. */
const leastOfToken = 12;

export const baseUrlRefusals = ['not-a-url', 'not-https', 'has-credentials', 'has-query'] as const;

/** Why an address cannot be used. */
export type BaseUrlRefusal = (typeof baseUrlRefusals)[number];

/** `url` ends without a slash. `insecure-loopback` works, with a warning to show. */
export type BaseUrlCheck =
  | { readonly kind: 'ok'; readonly url: string; readonly origin: string }
  | { readonly kind: 'insecure-loopback'; readonly url: string; readonly origin: string }
  | { readonly kind: 'refused'; readonly reason: BaseUrlRefusal };

export function checkBaseUrl(text: string): BaseUrlCheck {
  // Text copied from a page may contain invisible characters, which would become part of the path.
  const url = URL.parse(drawnOf(text).trim());
  if (url === null) {
    return { kind: 'refused', reason: 'not-a-url' };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return { kind: 'refused', reason: 'not-https' };
  }
  if (url.username !== '' || url.password !== '') {
    return { kind: 'refused', reason: 'has-credentials' };
  }
  if (url.search !== '' || url.hash !== '') {
    return { kind: 'refused', reason: 'has-query' };
  }
  return {
    kind: url.protocol === 'https:' ? 'ok' : 'insecure-loopback',
    url: url.origin + url.pathname.replace(/\/+$/, ''),
    origin: url.origin,
  };
}

/** Scheme, host and port, by which the ledger tells gateways apart; empty where the text is no address. */
export function originOf(text: string): string {
  return URL.parse(text)?.origin ?? '';
}

/**
 * The address without credentials, query and those parts of its path that look like tokens, for reports. Undefined where `text` is not an
 * http or https address.
 */
export function shownAddress(text: string): string | undefined {
  const url = URL.parse(text.trim());
  // With another scheme any part of it may be a secret.
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return undefined;
  }
  return (
    url.origin +
    url.pathname
      .split('/')
      .map((part) => (isPlainPart(part) ? part : '…'))
      .join('/')
  );
}

/** The parts of the path of an address that may be secrets. */
export function tokensOfAddress(text: string): readonly string[] {
  const url = URL.parse(text.trim());
  return url === null ? [] : url.pathname.split('/').filter((part) => !isPlainPart(part));
}

/** Tokens are long and not made of words: `v1beta` and `compatible-mode` are no tokens. */
function isPlainPart(part: string): boolean {
  return part.length < leastOfToken || part.split(/[-_.]/).every((word) => /^[A-Za-z]{0,11}$/.test(word));
}

/** True for hosts that never leave this machine, as the URL parser writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
