// Which addresses of a model's text may become links, and whose address a link really is. Everything else stays text.
import { drawnOf, hasHidden } from './hiddenCharacters.ts';
import { hostsIn } from './hostNames.ts';

const webProtocols: readonly string[] = ['http:', 'https:'];

/** The protocol of the panel takes at most this many characters in a link. */
const longestUrl = 8_192;

/** Without anything encoded, which a mail program might read as more than a name. */
const mailAddress = /^[^\s%?&#<>"\\,;:]+@[^\s%?&#<>"\\,;:]+$/;

/** What may come with a mail; a program may take others for files to attach. A line end would begin a header of its own. */
const mailField = /^(?:subject=(?!.*%0[ad]).*|body=.*)$/i;

/** The address as the browser would open it, or undefined if it may not be a link: also one that seems to be of another host. */
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
 * Whose address `url` (a safe one) is, where `text`, under which it is shown, looks like the address of somebody else or hides
 * characters; undefined where it says nothing of that kind.
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

/** Another part of the shown host is its owner's, too. */
function isSameHost(shown: string, own: string): boolean {
  const name = shown.replace(/^www\./, '');
  return own === name || own.endsWith(`.${name}`);
}

function isOtherMail(text: string, address: string): boolean {
  return text.includes('@') && !text.toLowerCase().includes(address.toLowerCase());
}
