// The incremental renderer against the parser itself, in a real browser: however a text is cut, the end is the same.
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MarkdownProbe } from './markdownProbe.ts';
import { launchBrowser, PanelPage } from './panelPage.ts';
import { probePage } from './shippedPages.ts';

declare const probe: MarkdownProbe;

/** Pieces that texts are put together from: each kind of block, and the beginnings of each that may turn out otherwise. */
const fragments = [
  'A paragraph of text.',
  'See [https://bank.test](https://evil.test/) there',
  '```js\nconst a\u202E = 1;\n```',
  'Run `a\u200Bb` now',
  'Two lines\nof one paragraph',
  '# Heading',
  'Setext\n===',
  'Setext\n---',
  '- one\n- two',
  '- loose\n\n- list',
  '- item\n\n  more of it',
  '1. first\n2. second',
  '1) other\n2) kind',
  '10. ten',
  '* star',
  '+ plus\n  - nested\n    - deeper',
  '> quote\nlazy',
  '> - list in quote',
  '```ts\nconst x = 1;\n```',
  '```\nno language\n\n```',
  '````md\n```\ninner\n```\n````',
  '~~~python\nprint(1)\n~~~',
  '```js\nnever closed',
  '   ```\n   indented fence\n   ```',
  '- list\n  ```sh\n  ls\n  ```',
  '``` not `a fence',
  '    indented code\n\n    more',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '| a |\n|---|-',
  'text\n| a | b |\n|:-:|--:|\n| 1 |',
  '| not | a table',
  '---',
  '***',
  '**bold** and *italic*, `code` and ~~gone~~',
  '**half bold',
  'a `half code',
  '[link](https://example.com/a_b) and https://example.com/auto',
  '[half](https://exa',
  '![image](https://example.com/x.png)',
  '[bad](javascript:alert(1)) [relative](src/main.ts)',
  '[ref] and [other][ref]',
  '[ref]: https://example.com/ref',
  '[ref]: https://example.com/ref\n"title\nin two lines"',
  '[other]: <https://example.com/o>',
  '<b onclick="alert(1)">html</b>',
  '<div>\nblock\n</div>',
  '&amp; &copy; \\* escaped',
  'hard  \nbreak\\\nbreak',
  '中文段落，**加粗**。',
  'emoji 👩‍💻 \u{1F600}',
  '\t- tab',
  '-',
  '1',
  '#',
  '#tag',
  '=',
  '`',
  '>',
  '|',
  '',
  ' ',
  'null \0 character',
];

const documents = fc
  .array(fc.tuple(fc.constantFrom(...fragments), fc.constantFrom('\n', '\n\n', '\r\n', '\r\n\r\n', '\n \n', '')), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.map(([fragment, end]) => fragment + end).join(''));

describe('markdown that arrives in pieces', () => {
  let browser: Browser;
  let panel: PanelPage;

  beforeAll(async () => {
    const source = await probePage('test/unit/panel/markdownProbe.ts');
    browser = await launchBrowser();
    panel = await PanelPage.open(browser, source);
  });
  afterAll(() => browser.close());

  async function expectEqual(cases: readonly { text: string; cuts: number[] }[]): Promise<void> {
    const results = await panel.page.evaluate(
      (all) =>
        all.map(({ text, cuts }) => ({ text, cuts, streamed: probe.stream(text, cuts), whole: probe.whole(text) })),
      cases,
    );
    for (const { text, cuts, streamed, whole } of results) {
      expect(streamed, `${JSON.stringify(text)} cut at ${cuts.join(', ')}`).toBe(whole);
    }
  }

  it('ends as one parse of the whole does, for 1500 generated texts cut at random and at every character', async () => {
    const cases = fc.sample(fc.tuple(documents, fc.array(fc.nat(400), { maxLength: 30 })), 1_500);
    await expectEqual(
      cases.map(([text, cuts], index) => ({
        text,
        cuts:
          index % 3 === 0
            ? Array.from(text, (_, at) => at)
            : cuts.filter((cut) => cut < text.length).sort((a, b) => a - b),
      })),
    );
  }, 60_000);

  it('ends as one parse does where a definition leaves the fence before it as the last block', async () => {
    const text = '```js\nconst a\u202e = 1;\n```\n[other]: <https://example.com/o>';
    await expectEqual(Array.from(text, (_, at) => ({ text, cuts: [at] })));
  });

  it('ends as one parse does where what began as a definition turns out to be none', async () => {
    const text = '[ref] and [other][ref]\n\n1. ten\n\n[ref]: https://example.com/ref and more\n\nEnd';
    await expectEqual(Array.from(text, (_, at) => ({ text, cuts: [at] })));
  });

  it('ends as one parse does for a fence that comes character by character', async () => {
    const text = `Before\n\n\`\`\`ts\n${'const a = "x";\n\n  indented();\n'.repeat(60)}\`\`\`\n\nAfter`;
    await expectEqual([{ text, cuts: Array.from(text, (_, at) => at) }]);
  });

  it('never replaces a block once it is closed', async () => {
    const text = fragments.filter((fragment) => !fragment.includes(']')).join('\n\n');
    expect(await panel.page.evaluate((all) => probe.countReplacedBlocks(all), text)).toBe(0);
  });

  it('shows nothing of a mark that is half there', async () => {
    const show = (text: string): Promise<string> => panel.page.evaluate((all) => probe.open(all), text);
    expect(await show('So **bo')).toBe('<p>So <strong>bo</strong></p>');
    expect(await show('So **')).toBe('<p>So</p>');
    expect(await show('Run `npm in')).toBe('<p>Run <code>npm in</code></p>');
    expect(await show('See [the docs](https://exa')).toBe('<p>See the docs</p>');
    expect(await show('See https://exa')).toBe('<p>See https://exa</p>');
    expect(await show('Text\n\n| a | b |')).toBe('<p>Text</p>');
    expect(await show('Text\n-')).toBe('<p>Text</p>');
  });

  it('gives the head of a table once where it is longer than a block may be, wherever it is cut', async () => {
    const text = `| ${'word '.repeat(8_000)}| last |\n|---|---|\n| one | two |\n| three | four |\n\nAfter\n`;
    const body = text.indexOf('|---|') + 10;
    for (const cut of [body, body + 4, body + 20]) {
      const html = await panel.page.evaluate(([all, at]) => probe.stream(all, [at]), [text, cut] as const);
      const shown = html.replaceAll(/<[^>]*>/g, '');
      const seen = ['last', 'one', 'two', 'three', 'four', 'After'].map((word) => shown.split(word).length - 1);
      expect([cut - body, shown.match(/word/g)?.length, ...seen]).toEqual([cut - body, 8_000, 1, 1, 1, 1, 1, 1]);
    }
  });

  // Rows: T45
  it('stays quick in texts that are hard to parse', async () => {
    const hard = [
      'word '.repeat(40_000),
      '*'.repeat(50_000),
      '['.repeat(50_000),
      '> '.repeat(1_500),
      '- '.repeat(1_500),
      '`'.repeat(50_000),
      '**a '.repeat(1_500),
      `\`\`\`js\n${'x'.repeat(200_000)}`,
    ];
    for (const text of hard) {
      const longest = await panel.page.evaluate((all) => probe.longestRender(all, 1_000), text);
      expect(longest, text.slice(0, 20)).toBeLessThan(100);
    }
  });
});
