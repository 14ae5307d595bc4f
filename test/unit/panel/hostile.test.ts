// Model text that attacks: nothing of it may run, load, or link to anything but the web.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerNodes } from './answerNodes.ts';
import { answerGrew, endedAnswer, messageChanged, openAnswer, userMessage } from './messages.ts';
import { launchBrowser, PanelPage } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><style>@import "https://evil.test/a.css"</style></svg>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '![image](https://evil.test/pixel.png)',
  '![ref][pixel]\n\n[pixel]: https://evil.test/pixel.png',
  '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
  '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java\tscript:alert(1))',
  '[d](<java\nscript:alert(1)>) [e](&#106;avascript:alert(1)) [f](javascript&colon;alert(1))',
  '[g](vbscript:x) [h](data:text/html,<script>alert(1)</script>) [i](file:///etc/passwd)',
  '[j](command:workbench.action.quit) [k](vscode://x/y) [l](vscode-insiders:x) [m](blob:x)',
  '<javascript:alert(1)> <command:x> <https://ok.test/auto>',
  '[ref link][bad]\n\n[bad]: javascript:alert(1)',
  '[quoted](https://ok.test/"onmouseover="alert(1))',
  '[title](https://ok.test/ "\\" onmouseover=alert(1) x=\\"")',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '```js\n</code></pre><script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '1. <details open ontoggle=alert(1)>',
  '```mermaid\nflowchart\n  A@{ img: "https://evil.test/p.png" }\n  click A "javascript:alert(1)"\n```',
];

describe('hostile model text', () => {
  let browser: Browser;
  let panel: PanelPage;

  beforeAll(async () => {
    const source = await chatPage();
    browser = await launchBrowser();
    panel = await PanelPage.open(browser, source);
    await panel.greet([userMessage()]);
  });
  afterAll(() => browser.close());

  interface Findings {
    readonly elements: string[];
    readonly attributes: string[];
    readonly protocols: string[];
  }

  function findBadNodes(): Promise<Findings> {
    return panel.page.evaluate((names) => {
      const nodes = [...document.querySelectorAll('.markdown *')];
      const isOther = (source: string) => {
        const known = new RegExp(source);
        return (name: string) => !known.test(name);
      };
      return {
        elements: nodes.map((node) => node.localName).filter(isOther(names.elements)),
        attributes: nodes.flatMap((node) => node.getAttributeNames()).filter(isOther(names.attributes)),
        protocols: nodes
          .filter((node) => node instanceof HTMLAnchorElement)
          .map((link) => link.protocol)
          .filter(isOther(names.protocols)),
      };
    }, answerNodes);
  }

  // Rows: T1, T2, T5, T6, T7, T8
  it('becomes nothing but text, known elements and web links, at every step and in the end', async () => {
    const clean = { elements: [], attributes: [], protocols: [] };
    for (const payload of payloads) {
      const text = `Look: ${payload}\n\n${payload}\n`;
      await panel.send(messageChanged(openAnswer()));
      for (const character of text) {
        await panel.send(answerGrew(character));
      }
      await panel.settle();
      expect(await findBadNodes(), payload).toEqual(clean);
      await panel.send(messageChanged(endedAnswer({ text })));
      await panel.settle();
      expect(await findBadNodes(), payload).toEqual(clean);
      await panel.send({ type: 'message-removed', chatId: 'chat', messageId: 'answer' });
    }
    expect(panel.troubles).toEqual([]);
    expect(panel.strayRequests).toEqual([]);
  }, 60_000);

  // Rows: T1, T3, T12
  it('could read nothing if it ran: neither files, nor addresses, nor pictures from elsewhere', async () => {
    const other = await PanelPage.open(browser, await chatPage());
    const results = await other.page.evaluate(async () => {
      const load = (address: string): Promise<string> =>
        new Promise((resolve) => {
          const image = new Image();
          image.onload = () => resolve('loaded');
          image.onerror = () => resolve('refused');
          image.src = address;
        });
      const read = (address: string): Promise<string> =>
        fetch(address).then(
          () => 'read',
          () => 'refused',
        );
      const own = document.querySelector('link')?.href ?? '';
      return [
        await read(own),
        await read('/file/etc/passwd'),
        await read('https://evil.test/'),
        await load('https://evil.test/pixel.png'),
      ];
    });
    expect(results).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(other.strayRequests).toEqual([]);
    expect(other.troubles.filter((trouble) => trouble.includes('Content Security Policy'))).not.toEqual([]);
  });

  // Rows: T4
  it('opens links only through the host, showing their true address', async () => {
    const text = '[paypal.com](https://xn--pypal-4ve.test/?q=1) and [mail](mailto:a@b.test) and [file](src/a.ts)';
    await panel.send(messageChanged(endedAnswer({ text })));
    const links = panel.page.locator('.markdown a');
    await links.first().waitFor();
    expect(await links.allInnerTexts()).toEqual(['paypal.com (xn--pypal-4ve.test)', 'mail']);
    expect(await links.first().getAttribute('title')).toBe('https://xn--pypal-4ve.test/?q=1');
    await links.first().click();
    await links.first().click({ button: 'middle' });
    await links.first().click({ modifiers: ['Control'] });
    await links.last().click();
    expect((await panel.posted('link-opened')).map(({ url }) => url)).toEqual([
      'https://xn--pypal-4ve.test/?q=1',
      'https://xn--pypal-4ve.test/?q=1',
      'mailto:a@b.test',
    ]);
    expect(panel.strayRequests).toEqual([]);
    expect(panel.page.context().pages()).toHaveLength(1);
  });

  // Rows: T4
  it('names the owner of an address that seems to be of another, and makes no link where an address hides it', async () => {
    const text = [
      '[**https://bank.test**](https://evil.test/)',
      '[![bank.com](https://evil.test/1.png)](https://evil.test/2)',
      '[https://bank.test][ref] and [docs](https://ok.test/)',
      'https://bank.test@evil.test/ and [log in](https://bank.test:443@evil.test/)',
      '[mail](mailto:a@b.test?subject=Hi&attach=/etc/passwd)',
      '[ref]: https://evil.test/3',
    ].join('\n\n');
    await panel.send(messageChanged(endedAnswer({ text })));
    await panel.settle();
    const links = panel.page.locator('.markdown a');
    expect(await links.allInnerTexts()).toEqual([
      'https://bank.test (evil.test)',
      'bank.com (evil.test)',
      'https://bank.test (evil.test)',
      'docs',
      // Up to where it leads; the rest is text.
      'https://bank.test',
      'mail',
    ]);
    expect(await links.nth(4).getAttribute('href')).toBe('https://bank.test/');
    expect(await links.last().getAttribute('href')).toBe('mailto:a@b.test?subject=Hi');
  });

  // Rows: T29, T30
  it('marks code with characters that are not seen, in a block and in a line, and takes nothing out of it', async () => {
    const code = 'if (isAdmin\u202E) {\u2066 // \u200Bcheck\n}\u{E0041}\u202E';
    const text = `Run \`rm\u200B x\` or \`ls\`:\n\n\`\`\`js\n${code}\n\`\`\`\n\n\`\`\`js\nconst emoji = '👍🏽';\n\`\`\`\n`;
    const names = [
      'Hidden characters: some of this code cannot be seen, or is not in the order in which it is shown (U+200B).',
      'Hidden characters: some of this code cannot be seen, or is not in the order in which it is shown (U+202E, U+2066, U+200B, U+E0041).',
    ];
    await panel.send(messageChanged(openAnswer()));
    for (const unit of text.split('')) {
      await panel.send(answerGrew(unit));
    }
    await panel.settle();
    const badges = panel.page.getByRole('note');
    const labels = () => badges.evaluateAll((all) => all.map((badge) => badge.ariaLabel));
    expect(await labels()).toEqual(names);
    await panel.send(messageChanged(endedAnswer({ text })));
    await panel.settle();
    expect(await labels()).toEqual(names);
    expect(await badges.allInnerTexts()).toEqual(['Hidden characters', 'Hidden characters']);
    await panel.page
      .getByRole('group', { name: 'JavaScript' })
      .first()
      .getByRole('button', { name: 'Copy code' })
      .click();
    expect((await panel.posted('text-copied')).at(-1)?.text).toBe(code);
  });

  // Rows: T4, T29
  it('turns nothing around with marks of direction: neither an owner, nor a badge, nor what stands around code', async () => {
    const text = [
      '[\u202Emoc.knab](https://evil.test/) is \u202Eit [bank.com](https://other.test/)',
      '[\u2069\u202Emoc.knab](https://evil.test/)',
      'Run `\u202Els -la` and wait.',
      '\u202E`rm` goes',
    ].join('\n\n');
    await panel.send(messageChanged(endedAnswer({ text })));
    await panel.settle();
    // The characters as they stand from left to right.
    const seen = await panel.page.locator('.link-owner, .hidden-characters').evaluateAll((all) =>
      all.map((element) => {
        const node = element.firstChild;
        const places = Array.from(node?.textContent ?? '', (character, index) => {
          const range = document.createRange();
          range.setStart(element.firstChild ?? element, index);
          range.setEnd(element.firstChild ?? element, index + 1);
          return { character, left: range.getBoundingClientRect().left };
        });
        const inOrder = places.toSorted((one, other) => one.left - other.left);
        return inOrder
          .map(({ character }) => character)
          .join('')
          .trim();
      }),
    );
    expect(seen).toEqual(['(evil.test)', '(other.test)', '(evil.test)', 'Hidden characters']);
    const lefts = await panel.page.locator('p:has-text("wait") code').evaluate((code) => {
      const range = document.createRange();
      range.selectNodeContents(code.parentElement?.lastChild ?? code);
      return { code: code.getBoundingClientRect().left, after: range.getBoundingClientRect().left };
    });
    expect(lefts.after).toBeGreaterThan(lefts.code);
  });

  it('leaves room for the badge above code in a side bar of 250 pixels, in every language', async () => {
    const narrow = await PanelPage.open(browser, await chatPage());
    await narrow.page.setViewportSize({ width: 250, height: 600 });
    await narrow.greet([userMessage()]);
    await narrow.send(messageChanged(endedAnswer({ text: '```typescript\nconst a\u200B = 1;\n```\n' })));
    await narrow.settle();
    const badge = narrow.page.locator('.hidden-characters');
    const fits = (label: string): Promise<boolean> =>
      badge.evaluate((element, text) => {
        element.textContent = text;
        return element.scrollWidth <= element.clientWidth;
      }, label);
    expect([await fits('Hidden characters'), await fits('Karakter tersembunyi'), await fits('隐藏字符')]).toEqual([
      true,
      true,
      true,
    ]);
  });
});
