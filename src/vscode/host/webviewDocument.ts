// The document of our webviews. Its policy: nothing from anywhere but this extension, and no request at all.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

interface WebviewDocument {
  readonly extensionUri: vscode.Uri;
  readonly language: string;
  readonly title: string;
  /** In dist/webview. */
  readonly script: string;
  /** In media, on top of base.css, in the order in which they are applied. */
  readonly styles: readonly string[];
  /** Directives for what this document needs besides its script, styles and fonts. */
  readonly policy?: readonly string[];
}

/** Folders that a webview may load files from. */
export function webviewRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), vscode.Uri.joinPath(extensionUri, 'media')];
}

export function webviewHtml(webview: vscode.Webview, page: WebviewDocument): string {
  const nonce = randomBytes(18).toString('base64url');
  const address = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(page.extensionUri, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    ...(page.policy ?? []),
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const styles = [
    address('dist', 'webview', 'codicon.css'),
    ...['base.css', ...page.styles].map((name) => address('media', name)),
  ];
  return `<!DOCTYPE html>
<html lang="${page.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((style) => `    <link rel="stylesheet" href="${style}">`).join('\n')}
    <title>${page.title}</title>
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${address('dist', 'webview', page.script)}"></script>
  </body>
</html>`;
}
