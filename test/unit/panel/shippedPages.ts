// The documents that the extension ships, and one of the same kind around a script of a test's own. `vscode` leads to the stand-in.
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { inject } from 'vitest';
import { pageOptions } from '../../../bundles.ts';
import { chatViewHtml } from '../../../src/vscode/chat/chatViewHtml.ts';
import { spendPageHtml } from '../../../src/vscode/credits/spendPageHtml.ts';
import { webviewHtml, webviewRoots } from '../../../src/vscode/host/webviewDocument.ts';
import type { PageSource } from './panelPage.ts';

const language = 'en';
const bundlesFolder = join('dist', 'webview');

/** `folder`: the built extension. */
export function chatPage(folder: string = inject('extensionFolder')): Promise<PageSource> {
  return shipped(folder, (webview, uri) => chatViewHtml(webview, uri, language));
}

/** As `chatPage`. */
export function spendPage(folder: string = inject('extensionFolder')): Promise<PageSource> {
  return shipped(folder, (webview, uri) => spendPageHtml(webview, uri, { language, title: 'Spend' }));
}

/** `entry`: from the repository's root. */
export async function probePage(entry: string): Promise<PageSource> {
  const extensionFolder = inject('extensionFolder');
  const name = basename(entry, '.ts');
  // Goes with the folder of the extension.
  const folder = join(extensionFolder, 'probes', name);
  const bundles = join(folder, bundlesFolder);
  await mkdir(bundles, { recursive: true });
  await symlink(join(extensionFolder, 'media'), join(folder, 'media'));
  for (const file of ['codicon.css', 'codicon.ttf', 'highlightWorker.js']) {
    await symlink(join(extensionFolder, bundlesFolder, file), join(bundles, file));
  }
  await esbuild.build({ ...pageOptions(true), entryPoints: [entry], outfile: join(bundles, `${name}.js`) });
  const page = { language, title: name, script: `${name}.js`, styles: ['panel.css'] };
  return shipped(folder, (webview, extensionUri) => webviewHtml(webview, { extensionUri, ...page }));
}

async function shipped(folder: string, html: PageSource['html']): Promise<PageSource> {
  const workerSource = await readFile(join(folder, bundlesFolder, 'highlightWorker.js'), 'utf8');
  return { folder, html, roots: webviewRoots, workerSource };
}
