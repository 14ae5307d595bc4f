// The document of the chat panel. Its policy: nothing from anywhere but this extension, and no request at all.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Folders that the panel may load files from. */
export function panelRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), vscode.Uri.joinPath(extensionUri, 'media')];
}

export function chatViewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, language: string): string {
  const nonce = randomBytes(18).toString('base64url');
  const address = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${address('dist', 'webview', 'codicon.css')}">
    <link rel="stylesheet" href="${address('media', 'chat.css')}">
    <link rel="stylesheet" href="${address('media', 'history.css')}">
    <title>OpenCodex</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${address('dist', 'webview', 'panel.js')}"></script>
  </body>
</html>`;
}
