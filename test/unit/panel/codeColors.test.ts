// Code in a page that has VS Code's own styles, as every webview has: they paint `code` as code within a line.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { endedAnswer, messageChanged, userMessage } from './messages.ts';
import { launchBrowser, PanelPage } from './panelPage.ts';
import { chatPage } from './shippedPages.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it('paints the code of a block as the editor does, not as code within a line', async () => {
  const panel = await PanelPage.open(browser, await chatPage());
  await panel.greet([userMessage()]);
  // The high contrast light theme has these two.
  await panel.page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('@layer vscode-default { code { color: #ffffff; background-color: #09345f } }');
    document.adoptedStyleSheets.unshift(sheet);
  });
  await panel.send(messageChanged(endedAnswer({ text: '```ts\nconst a = 1;\n```\n' })));
  await panel.settle();
  const colors = await panel.page.locator('.code-block code').evaluate((code) => ({
    code: getComputedStyle(code).color,
    block: getComputedStyle(code.parentElement ?? code).color,
    background: getComputedStyle(code).backgroundColor,
  }));
  expect(colors).toEqual({ code: colors.block, block: colors.block, background: 'rgba(0, 0, 0, 0)' });
});
