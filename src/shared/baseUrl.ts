// Which addresses a key may be sent to: https anywhere, http on this machine only; and how much of an address may be shown.
import { drawnOf } from './hiddenCharacters.ts';

export const defaultBaseUrl = 'https://opencodex.hk/api/v1';

/** A shorter part of a path is no secret. In characters. */
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
  // Some come along with what is copied from a page, and would stand in the path.
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

/** The address as reports may show it: without credentials, query and what in its path looks like a token. Undefined for no address. */
export function shownAddress(text: string): string | undefined {
  const url = URL.parse(text.trim());
  // Of other schemes, all may be anything.
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

/** Tokens are long, and not made of words: `v1beta` and `compatible-mode` are none. */
function isPlainPart(part: string): boolean {
  return part.length < leastOfToken || part.split(/[-_.]/).every((word) => /^[A-Za-z]{0,11}$/.test(word));
}

/** True for names and addresses that never leave this machine, as the URL parser writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
