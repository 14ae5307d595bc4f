// Decides which addresses in a model's text may become links, and which links must show whose address they are. All others stay text.
import { drawnOf, hasHidden } from './hiddenCharacters.ts';
import { hostsIn } from './hostNames.ts';

const webProtocols: readonly string[] = ['http:', 'https:'];

/** The panel's protocol accepts a link of at most this many characters. */
const longestUrl = 8_192;

/** A mail address without percent escapes, which a mail program might read as more than an address. */
const mailAddress = /^[^\s%?&#<>"\\,;:]+@[^\s%?&#<>"\\,;:]+$/;

/**
 * The fields that a mail link may have. Mail programs may take other fields for files to attach, and a line end in the subject would
 * begin another header.
 */
const mailField = /^(?:subject=(?!.*%0[ad]).*|body=.*)$/i;

/**
 * The address as the browser would open it; undefined where it may not be a link, as with a user name, which may look like another host.
 */
export function toSafeUrl(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || url.href.length > longestUrl) {
    return undefined;
  }
  if (url.protocol === 'mailto:') {
    return toSafeMail(url);
  }
  return webProtocols.includes(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined;
}

function toSafeMail({ pathname, search }: URL): string | undefined {
  if (!mailAddress.test(pathname)) {
    return undefined;
  }
  const fields = search
    .slice(1)
    .split('&')
    .filter((field) => mailField.test(field));
  return `mailto:${pathname}${fields.length === 0 ? '' : `?${fields.join('&')}`}`;
}

/**
 * The host or mail address of `url`, which `toSafeUrl` gave, where the link's `text` looks like the address of somebody else or hides
 * characters; undefined where the text does not mislead.
 */
export function ownerToShow(text: string, url: string): string | undefined {
  const { protocol, host, hostname, pathname } = new URL(url);
  const isMail = protocol === 'mailto:';
  const own = (isMail ? pathname.slice(pathname.lastIndexOf('@') + 1) : hostname).toLowerCase();
  const drawn = drawnOf(text);
  const isOfOthers =
    hostsIn(drawn, own).some((name) => !isSameHost(name, own)) || (isMail && isOtherMail(drawn, pathname));
  return isOfOthers || hasHidden(text) ? (isMail ? pathname : host) : undefined;
}

/** A subdomain of the shown host belongs to the same owner. */
function isSameHost(shown: string, own: string): boolean {
  const name = shown.replace(/^www\./, '');
  return own === name || own.endsWith(`.${name}`);
}

function isOtherMail(text: string, address: string): boolean {
  return text.includes('@') && !text.toLowerCase().includes(address.toLowerCase());
}
