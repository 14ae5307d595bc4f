// The document of the Spend page.
import type * as vscode from 'vscode';
import { webviewHtml } from '../host/webviewDocument.ts';

interface Words {
  readonly language: string;
  readonly title: string;
}

export function spendPageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, { language, title }: Words): string {
  return webviewHtml(webview, { extensionUri, language, title, script: 'spend.js', styles: ['spend.css'] });
}
