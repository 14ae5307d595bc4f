// Which addresses of a model's text may become links. Everything else stays text.

const allowedProtocols: readonly string[] = ['http:', 'https:', 'mailto:'];

/** The protocol takes at most this many characters in a link. */
const longestUrl = 8_192;

/** The address as the browser would open it, or undefined if it may not be a link. */
export function toSafeUrl(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || !allowedProtocols.includes(url.protocol) || url.href.length > longestUrl) {
    return undefined;
  }
  return url.href;
}
