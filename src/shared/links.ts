// Which addresses of a model's text may become links, and whose address a link really is. Everything else stays text.
import { withoutHidden } from './hiddenCharacters.ts';

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

/** An address with its scheme, to its end; its host with what may stand before it. No scheme is longer: a text is read once. */
const fullAddress = /[a-z][a-z\d+.-]{0,30}:\/\/+([^\s/?#\\]*)[^\s]*/giu;

/** Names with dots, but no parts of paths. */
const dottedName = /(?<![\p{L}\p{N}\p{M}_/.-])[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*(?:\.[\p{L}\p{N}\p{M}_-]+)+/gu;

/** What names of hosts end in; names in programs end otherwise. All of two letters count but these, of files. */
const endsOfFiles = /^(?:js|ts|kt|vb|rb|cs|db)$/;
const endsOfHosts = new RegExp(
  `^(?:[a-z]{2}|xn--[a-z\\d-]+|[^\\x00-\\x7f]+|${[
    'academy|agency|app|art|asia|bank|bid|biz|blog|bot|cafe|capital|care|cash|chat|city|click|cloud|club|com|company|coop|credit',
    'design|dev|digital|direct|edu|email|events|example|exchange|express|finance|fit|foundation|fun|fund|fyi|games|gold|gov|group|guru',
    'health|help|host|icu|inc|info|insurance|int|international|invalid|jobs|legal|life|link|live|loan|local|lol|ltd|market|media|men|mil',
    'mobi|money|mov|museum|name|net|network|news|ninja|one|online|onion|org|page|partners|pay|photos|plus|press|pro|pub|review|rocks|sale',
    'school|security|services|shop|site|social|software|solutions|space|store|stream|studio|support|team|tech|tel|test|today|tools|top',
    'trade|trading|travel|trust|video|vip|website|wiki|win|work|works|world|xyz|zip|zone',
  ].join('|')})$`,
);

/**
 * Whose address `url` (a safe one) is, where `text`, under which it is shown, looks like the address of somebody else or hides
 * characters; undefined where it says nothing of that kind.
 */
export function ownerToShow(text: string, url: string): string | undefined {
  const { protocol, host, hostname, pathname } = new URL(url);
  const isMail = protocol === 'mailto:';
  const own = isMail ? pathname.slice(pathname.lastIndexOf('@') + 1) : hostname;
  const visible = withoutHidden(text);
  const shown = hostsIn(visible.normalize('NFKC').replaceAll(/[。｡]/g, '.').toLowerCase());
  const isOfOthers =
    shown.some((name) => !isSameHost(name, own.toLowerCase())) || (isMail && isOtherMail(visible, pathname));
  return isOfOthers || visible !== text ? (isMail ? pathname : host) : undefined;
}

function hostsIn(text: string): readonly string[] {
  // What stands before the host is read as one, too.
  const full = [...text.matchAll(fullAddress)].flatMap(([, authority = '']) =>
    authority.split('@').map((name) => name.replace(/:\d*$/, '')),
  );
  const rest = text.replaceAll(fullAddress, ' ');
  const named = [...rest.matchAll(dottedName)].map(([name]) => name);
  return [...full, ...named.filter((name) => looksLikeHost(name))];
}

function looksLikeHost(name: string): boolean {
  const end = name.slice(name.lastIndexOf('.') + 1);
  return name.startsWith('www.') || (endsOfHosts.test(end) && !endsOfFiles.test(end));
}

/** Another part of the shown host is its owner's, too. */
function isSameHost(shown: string, own: string): boolean {
  const name = shown.replace(/^www\./, '');
  return own === name || own.endsWith(`.${name}`);
}

function isOtherMail(text: string, address: string): boolean {
  return text.includes('@') && !text.toLowerCase().includes(address.toLowerCase());
}
