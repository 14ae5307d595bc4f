// Which addresses a key may be sent to: https anywhere, http on this machine only.

export type BaseUrlRefusal = 'not-a-url' | 'not-https' | 'has-credentials' | 'has-query';

/** `url` ends without a slash. `insecure-loopback` works, with a warning to show. */
export type BaseUrlCheck =
  | { readonly kind: 'ok'; readonly url: string; readonly origin: string }
  | { readonly kind: 'insecure-loopback'; readonly url: string; readonly origin: string }
  | { readonly kind: 'refused'; readonly reason: BaseUrlRefusal };

export function checkBaseUrl(text: string): BaseUrlCheck {
  const url = URL.parse(text.trim());
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

/** True for names and addresses that never leave this machine, as the URL parser writes them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
