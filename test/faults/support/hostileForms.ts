// The forms that the public lists of attacks on HTML and Markdown are made of, put together anew from parts: what those lists have in
// hundreds of entries differs in a tag, an event, a separator, a scheme or the spelling of one.
import type { Random } from '../random.ts';
import {
  characterForms,
  events,
  remotes,
  schemes,
  scripts,
  separators,
  skipped,
  tagStarts,
  unseen,
} from './hostileParts.ts';

type Form = (random: Random) => string;

/** A character of the text in another form, or one that is skipped put into it; seldom more. */
function respelled(random: Random, text: string): string {
  const characters = text.split('');
  const changes = random.pick([0, 0, 1, 1, 2, 5]);
  for (let count = 0; count < changes; count += 1) {
    const index = random.below(Math.min(characters.length, 14));
    const character = characters[index] ?? '';
    if (character.length === 1) {
      characters[index] = random.chance(0.6)
        ? random.pick(characterForms)(character)
        : character + random.pick(skipped);
    }
  }
  return random.pick(['', '', '', '', ' ', '\u0001', '&#14; ', '\ufeff', "'", '`']) + characters.join('');
}

function address(random: Random): string {
  if (random.chance(0.35)) {
    return random.pick(remotes);
  }
  const scheme = random.pick(random.chance(0.5) ? schemes.slice(0, 1) : schemes);
  const isData = scheme.startsWith('data:');
  return respelled(random, scheme) + (isData ? `<script>${random.pick(scripts)}</script>` : random.pick(scripts));
}

/** As an attribute: with one kind of quotes, with others, or none. */
function attribute(random: Random, name: string, value: string): string {
  const quote = random.pick(['"', '"', "'", '', '`', '"" ']);
  return `${name}${random.pick(['=', '=', '=', ' = ', '=\n'])}${quote}${value}${quote}`;
}

const eventForm: Form = (random) => {
  const opening = random.pick(['<', '<', '<', '<', '<<', '</', '<\0', '< ', '<x:', '%3C', '&lt;', '\u00bc', '\uff1c']);
  const source = random.chance(0.5) ? `${attribute(random, 'src', random.pick(remotes))} ` : '';
  const event = attribute(random, random.pick(events), respelled(random, random.pick(scripts)));
  const ending = random.pick(['>', '>', '/>', ' ', '//', '<', '>x</svg>']);
  return `${opening}${random.pick(tagStarts)}${random.pick(separators)}${source}${event}${ending}`;
};

/** Where HTML can hold an address that is loaded, followed or run. `@` is the address, `#` the same in CSS. */
const places = `
<img src="@">|<img src=@>|<img srcset="@ 1x, @ 2x">|<img lowsrc="@" dynsrc="@">|<image href="@">|<picture><source srcset="@"><img>
<video poster="@" src="@" autoplay></video>|<audio src="@" autoplay>|<video><source src="@"></video>|<track src="@" default>
<iframe src="@"></iframe>|<iframe srcdoc="<img src=@>"></iframe>|<frameset><frame src="@">|<object data="@"></object>|<embed src="@">
<object><param name="src" value="@"></object>|<applet code="@">|<portal src="@">|<script src="@"></script>|<script/src=@></script>
<script type=module>import "@"</script>|<script async src=@>|<SCRIPT SRC=@?<B>|<link rel=stylesheet href="@">|<link rel=preload as=image href="@">
<link rel="dns-prefetch prefetch preconnect" href="@">|<link rel=manifest href="@">|<link rel=import href="@">|<link rel=icon href="@">
<meta http-equiv=refresh content="0;url=@">|<meta http-equiv=Set-Cookie content="a=@">|<meta http-equiv=Content-Security-Policy content="img-src *">
<base href="@">|<base target=_top href="@"><a href=x>x</a>|<a href="@">x</a>|<a href=@ target=_blank ping="@">x</a>|<a href="@" download>x</a>
<map><area shape=default href="@"></map><img usemap=x>|<form action="@"><input type=submit></form>|<button form=x formaction="@">x</button>
<form id=x><input type=image src="@" formaction="@">|<isindex action="@" type=submit>|<input type=image src=@>|<body background="@">
<table background="@"><td background="@">|<bgsound src="@">|<marquee loop=1 onfinish="@">|<blockquote cite="@">|<q cite=@>|<del cite=@>
<svg><image href="@" width=9 height=9/></svg>|<svg><image xlink:href="@"/></svg>|<svg><use href="@#x"/></svg>|<svg><script href="@"/></svg>
<svg><a href="@"><text y=9>x</text></a></svg>|<svg><feImage href="@"/></svg>|<svg><script>@</script></svg>|<svg><style>#</style></svg>
<svg><a><animate attributeName=href values="@" begin=0s /><text y=9>x</text></a></svg>|<svg><set attributeName=onload to="@" /></svg>
<svg><foreignObject><iframe src="@"></iframe></foreignObject></svg>|<svg><handler type="text/javascript" ev:event=load>@</handler></svg>
<math href="@">x</math>|<math><maction actiontype="statusline#@" xlink:href="@">x</maction></math>|<math><mi xlink:href="@">x</mi></math>
<style>#</style>|<div style="#">x</div>|<p style='#'>|<style>@import "@";</style>|<style>@import url(@)</style>|<style>*{background:url(@)}</style>
<style>@font-face{font-family:x;src:url(@)}*{font-family:x}</style>|<link rel=stylesheet href="data:text/css,#">|<xml src="@"></xml>
<?xml-stylesheet href="@"?>|<!DOCTYPE x [<!ENTITY y SYSTEM "@">]><x>&y;</x>|<x xmlns="@" xml:base="@">|<html manifest="@">
<dialog open><form method=dialog action="@">|<a href="@" attributionsrc="@">x</a>|<img attributionsrc="@">|<script type=speculationrules>{"prefetch":[{"urls":["@"]}]}</script>
`
  .trim()
  .split(/[|\n]/);

const styles = [
  'background:url(@)',
  'background-image:url("@")',
  '@import url(@)',
  'x{background:\\75\\72\\6c(@)}',
  'width:expression(@)',
  'width:ex/**/pression(@)',
  '-moz-binding:url(@#x)',
  'behavior:url(@)',
  'list-style:url(@)',
  'content:url(@)',
  'cursor:url(@),auto',
  'border-image:image-set("@" 1x)',
  'mask:url(@)',
  'filter:url(@#x)',
  'position:fixed;inset:0;z-index:9',
  '--x:url(@);background:var(--x)',
];

const placeForm: Form = (random) =>
  random
    .pick(places)
    .replaceAll('#', () => random.pick(styles))
    .replaceAll('@', (at, index: number, whole: string) =>
      /^@(?:import|font-face)/.test(whole.slice(index)) ? at : address(random),
    );

/** What a reader takes apart in one way and puts together in another: `@` is what comes out again. */
const mutations = [
  '<math><mtext><table><mglyph><style><!--</style>@',
  '<math><mtext></form><form><mglyph><svg><mtext><textarea><a title="</textarea>@">',
  '<svg></p><style><a id="</style>@">',
  '<form><math><mtext></form><form><mglyph><style></math>@',
  '<math><annotation-xml encoding="text/html"><style>@</style></annotation-xml></math>',
  '<svg><foreignObject><math><mi><mglyph></svg>@',
  '<svg><desc><noscript></desc>@',
  '<noscript><p title="</noscript>@">',
  '<noembed><x title="</noembed>@"></noembed>',
  '<xmp><p title="</xmp>@">',
  '<textarea><p title="</textarea>@">',
  '<title><a title="</title>@">',
  '<plaintext>@',
  '<template><s><template><s>@</s></template>',
  '<div><template shadowrootmode=open>@</template></div>',
  '<select><template><style><!--</style><a rel="--></style></template></select>@">',
  '<option><style></option></select>@</style>',
  '<table><td><svg><desc><td>@',
  '<a><b><table><a>@',
  '<!--><p>@-->',
  '<!--->@-->',
  '<!-- --!>@-->',
  '<![CDATA[>@]]>',
  '<svg><![CDATA[</svg>@]]></svg>',
  '<?php >@?>',
  '<!x="> @">',
  '<//x @>',
  '<p id="\n</p>@">',
  '<scr<script>ipt>@</scr</script>ipt>',
  '<<script></script>@',
  '</scrip</script>t>@',
  '</style></script></title></textarea></noscript></template>@',
  '"><!-- -->@',
  "'-@-'",
  '<p/@/p>',
  `${'<b>'.repeat(40)}@`,
  `${'<svg>'.repeat(20)}<style>${'</svg>'.repeat(20)}@`,
];

const mutationForm: Form = (random) =>
  random.pick(mutations).replace('@', () => random.pick([eventForm, placeForm])(random));

/** Where Markdown takes an address: `@` is one, `$` a text. */
const links = [
  '[$](@)',
  '[$](<@>)',
  '[$]( @ "$")',
  '[$](@ "$" onclick=alert(1))',
  "[$](@ '$')",
  '[$](@ ($))',
  '[$](@\\)',
  '[$](@"onmouseover="alert(1))',
  '![$](@)',
  '![$](<@> "$")',
  '[![$](@)](@)',
  '![[$](@)](@)',
  '[$][a]\n\n[a]: @',
  '[$][a]\n\n[a]:\n<@>\n"$"',
  '![$][a]\n\n[a]: @ "$"',
  "[a]\n\n[a]: <@> '$'",
  '[a]: @\n\n> [$][A]',
  '[$][toString] [$][__proto__]\n\n[__proto__]: @\n[toString]: @',
  '<@>',
  '@',
  'See @, or www.evil.test/@.',
  '<a@evil.test>',
  '[$](@) [$](@) **[$](@)**',
  '[$](@)[$][a][a]',
  '[a](b)](@)',
  '[$](\n@\n)',
  '[$](@',
  '[$]\\(@)',
  '[](@)',
  '[\u202e$](@)',
  '[^1]\n\n[^1]: @ $',
  '[$](@){onclick=alert(1) style="background:url(@)"}',
  '[[@|$]] {{ $ }} ${alert(1)} <% $ %>',
  '$\\href{@}{x}$ \\url{@} $$\\htmlData{x=@}{x}$$',
];

const linkForm: Form = (random) =>
  random
    .pick(links)
    .replaceAll('@', () => address(random))
    .replaceAll('$', () =>
      random.pick(['x', '**x**', '`x`', 'https://bank.test', 'a|b', '*', random.pick([eventForm, placeForm])(random)]),
    );

/** What stands around it: `@` is what is in it. */
const surroundings = [
  '@',
  '@',
  'Look: @ and so on.',
  '@\n\n@',
  '# @\n\n@\n===',
  '- @\n  - @\n\n    @',
  '1. @\n1. @',
  '- [ ] @\n- [x] @',
  '> @\n> > @\n@',
  '| @ | b |\n|:--|--:|\n| @ | @ |',
  '|a|\n|-|\n|`@`|\n|@\\||',
  '**@** *@* ~~@~~ __@',
  '`@`',
  '`` ` @ ``',
  '```html\n@\n```\n@',
  '```@\n@\n```',
  '~~~ @\n@\n~~~~\n@',
  '````\n```\n@\n````',
  '```mermaid\ngraph TD; a["@"]; click a href "@"\n```',
  '```js\n</code></pre>@\n``` @',
  '```html\n@',
  '    @',
  '\t@\n\n@',
  'x\n@\n---',
  '<div>\n\n@\n\n</div>',
  '<details><summary>@</summary>\n\n@\n</details>',
  '\\@',
  '&lt;@&gt;',
  '@\r\n@\r@',
  '[@](https://ok.test/ "@")',
  '![@](https://ok.test/)',
  '\u202e@\u202c',
  '\ufeff@\0',
  '---\ntitle: @\n---\n@',
  '<think>@</think>@',
  'data: {"x":"@"}\n\n@',
];

/** Attacks as they may stand in an answer, `count` of them. */
export function hostileForms(random: Random, count: number): string[] {
  const forms = [eventForm, placeForm, placeForm, mutationForm, linkForm, linkForm, linkForm];
  return random.list(count, (index) => {
    const form = forms[index % forms.length] ?? eventForm;
    const attack = form(random);
    const text = random.pick(surroundings).replaceAll('@', () => attack);
    return random.chance(0.1) ? withUnseen(random, text) : text;
  });
}

function withUnseen(random: Random, text: string): string {
  const index = random.below(text.length);
  return text.slice(0, index) + random.pick(unseen) + text.slice(index);
}
