// What our webviews may load and run: the exact policy and the exact folders of both, as the shipped code sets them.
import { describe, expect, it } from 'vitest';
import { ChatView } from '../../../src/vscode/chat/chatView.ts';
import { SpendPage, type SpendServices } from '../../../src/vscode/credits/spendPage.ts';
import { BareWebview } from '../../window/standIn/bareWebview.ts';
import { editor } from '../../window/standIn/editor.ts';
import { Uri } from '../../window/standIn/values.ts';

const extensionUri = Uri.file('/extension');
const nothing = (): { dispose(): void } => ({ dispose: () => undefined });
const localization = { t: (text: string) => text, language: 'en', translations: {}, onDidChange: nothing };
const services = { extensionUri, localization };

interface Shown {
  readonly options: unknown;
  readonly html: string;
}

async function chat(): Promise<Shown> {
  const settings = { onDidChange: nothing, get: () => 0 };
  const view = new ChatView({ ...services, settings } as never, () => Promise.resolve());
  const { webview } = await editor.resolveView('opencodex.chat', new BareWebview());
  view.dispose();
  return webview;
}

function spend(): Promise<Shown> {
  const panel = editor.createPanel('opencodex.spend', '');
  const spendSource = { readLedger: () => Promise.resolve([]), onDidChange: nothing };
  new SpendPage(panel as never, { ...services, spendSource } as unknown as SpendServices).dispose();
  return Promise.resolve(panel.webview);
}

const policies = {
  chat: [
    "default-src 'none'",
    "script-src 'nonce-…'",
    'style-src http://webview.test',
    'font-src http://webview.test',
    'img-src http://webview.test data:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ],
  spend: [
    "default-src 'none'",
    "script-src 'nonce-…'",
    'style-src http://webview.test',
    'font-src http://webview.test',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ],
};

function documentOf(title: string, policy: readonly string[], styles: readonly string[], script: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `    <link rel="stylesheet" href="file:///extension/${style}">`).join('\n')}
    <title>${title}</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="…" src="file:///extension/dist/webview/${script}"></script>
  </body>
</html>`;
}

function withoutNonce(html: string): string {
  return html.replaceAll(/nonce([-=]"?)[\w-]{24}(?=['"])/g, 'nonce$1…');
}

describe.each([
  [
    'chat',
    chat,
    documentOf(
      'OpenCodex',
      policies.chat,
      ['dist/webview/codicon.css', 'media/base.css', 'media/panel.css', 'media/history.css'],
      'panel.js',
    ),
  ],
  [
    'spend',
    spend,
    documentOf('Spend', policies.spend, ['dist/webview/codicon.css', 'media/base.css', 'media/spend.css'], 'spend.js'),
  ],
] as const)('the document of the %s webview', (_name, show, expected) => {
  // Rows: T1, T3, T6
  it('is exactly this, with this policy', async () => {
    expect(withoutNonce((await show()).html)).toBe(expected);
  });

  // Rows: T5, T12
  it('loads from these folders only, and may run no commands', async () => {
    const folders = ['dist/webview', 'media'].map((path) => Uri.joinPath(extensionUri, path));
    expect((await show()).options).toEqual({ enableScripts: true, localResourceRoots: folders });
  });

  it('has another nonce each time', async () => {
    const nonceOf = (html: string) => /nonce="([^"]*)"/.exec(html)?.[1];
    expect(nonceOf((await show()).html)).not.toBe(nonceOf((await show()).html));
  });
});
