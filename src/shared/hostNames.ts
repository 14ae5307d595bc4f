// Finds what reads like the name of a host in a text, and excludes what only looks like one: names of files and programs, and of their
// parts.

/**
 * An address with a scheme, to its end. The group is its host, with what may stand before it. The length of the scheme is bounded, so
 * that the search is linear.
 */
const fullAddress = /[a-z][a-z\d+.-]{0,30}:\/\/+([^\s/?#\\]*)[^\s]*/giu;

/** The longest pieces of text that can be names. Parts of paths and names of functions in calls are excluded. */
const word =
  /(?<![\p{L}\p{N}\p{M}_.-])(?<![\p{L}\p{N}\p{M}_.~*)\]}-][/\\])[\p{L}\p{N}\p{M}_.-]+(?![\p{L}\p{N}\p{M}_.(-])/gu;

/** The top-level domains of countries. */
const countries = new Set(
  [
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck',
    'cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr',
    'gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls',
    'lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg',
    'ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th',
    'tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw',
  ].flatMap((line) => line.split(' ')),
);

/** Other top-level domains by which people are misled. Names in programs rarely end with these. */
const otherEnds = new RegExp(
  `^(?:xn--[a-z\\d-]+|[^\\x00-\\x7f]+|${[
    'academy|agency|app|art|asia|bank|bid|biz|blog|bot|cafe|capital|care|cash|chat|city|click|cloud|club|com|company|coop|credit',
    'design|dev|digital|direct|edu|email|events|example|exchange|express|finance|fit|foundation|fun|fund|fyi|games|gold|gov|group|guru',
    'health|help|host|icu|inc|info|insurance|int|international|invalid|jobs|legal|life|link|live|loan|local|lol|ltd|market|media|men|mil',
    'mobi|money|mov|museum|name|net|network|news|ninja|one|online|onion|org|page|partners|pay|photos|plus|press|pro|pub|review|rocks|sale',
    'school|security|services|shop|site|social|software|solutions|space|store|stream|studio|support|team|tech|tel|test|today|tools|top',
    'trade|trading|travel|trust|video|vip|website|wiki|win|work|works|world|xyz|zip|zone',
  ].join('|')})$`,
);

/**
 * Endings that are both top-level domains and file extensions. Such a name is a file where `own` is a host of code; elsewhere only if it
 * is a usual name of a file.
 */
const endsOfFiles = /\.(?:app|cc|md|ml|mm|mov|pl|pm|ps|py|rs|sh|so|st|zip)$/;
const codeHosts =
  /^(?:.+\.)?(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|docs\.rs|npmjs\.com|pypi\.org|crates\.io)$/;
const usualFiles =
  /^(?:(?:agents|architecture|authors|changelog|claude|code_of_conduct|contributing|design|faq|governance|history|index|install|license|maintainers|notes|overview|readme|roadmap|security|skill|spec|summary|support|todo|upgrading|usage)\.md|(?:app|args|build|cli|client|config|conftest|error|lib|main|manage|mod|models|run|server|settings|setup|test|tests|types|urls|util|utils|views)\.(?:py|rs|cc)|(?:build|deploy|entrypoint|install|run|setup|start|test)\.sh)$/;

/** Names in programs whose last part is also a top-level domain: `ASP.NET`, `System.IO`, `Object.is`, `window.name`. */
const ofPrograms =
  /^(?:(?:asp|ado|vb|ml|java|javax|system)\.(?:net|io)|object\.is|system\.(?:\w+\.)*\w+(?<!\.com|\.org)|(?:document|event|history|location|navigator|process|request|response|self|this|user|window)\.(?:host|link|email|id|name|online|test|to|in|is|as|at)|(?:window|document)\.location\.host)$/;

const addressOfFour = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const localName = /(?<![\p{L}\p{N}\p{M}_.-])localhost(?=:\d)/gu;

/** The hosts that the text of a link seems to name, in lower case. `own` is the host of the address to which the link leads. */
export function hostsIn(text: string, own: string): readonly string[] {
  const plain = text.normalize('NFKC').replaceAll(/[。｡]/g, '.').toLowerCase();
  // What stands before the host is read as a host, too, because people may take it for one.
  const full = [...plain.matchAll(fullAddress)].flatMap(([, authority = '']) =>
    authority.split('@').map((name) => name.replace(/:\d*$/, '')),
  );
  const rest = plain.replaceAll(fullAddress, ' ');
  const named = [...rest.matchAll(word)].map(([name]) => withoutMarksAround(name));
  const local = [...rest.matchAll(localName)].map(([name]) => name);
  return [...full, ...named.filter((name) => looksLikeHost(name, own)), ...local];
}

function looksLikeHost(name: string, own: string): boolean {
  if (addressOfFour.test(name) || name.startsWith('www.')) {
    return true;
  }
  const end = name.slice(name.lastIndexOf('.') + 1);
  const isHost = name.includes('.') && (countries.has(end) || otherEnds.test(end));
  return isHost && !isOfProgram(name, own);
}

function isOfProgram(name: string, own: string): boolean {
  // The last two parts of a host name never contain an underscore.
  if (/_[^.]*\.[^.]*$/.test(name) || name.includes('.prototype.') || ofPrograms.test(name)) {
    return true;
  }
  return endsOfFiles.test(name) && (codeHosts.test(own) || usualFiles.test(name));
}

/** This is written by hand, because an expression that begins again at each of a thousand dots takes quadratic time. */
function withoutMarksAround(name: string): string {
  let start = 0;
  let end = name.length;
  while (start < end && isMark(name.charAt(start))) {
    start += 1;
  }
  while (end > start && isMark(name.charAt(end - 1))) {
    end -= 1;
  }
  return name.slice(start, end);
}

function isMark(character: string): boolean {
  return character === '_' || character === '.' || character === '-';
}
