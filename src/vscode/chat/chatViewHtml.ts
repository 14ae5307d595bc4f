// The document of the chat panel.
import type * as vscode from 'vscode';
import { webviewHtml } from '../host/webviewDocument.ts';

export function chatViewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, language: string): string {
  return webviewHtml(webview, {
    extensionUri,
    language,
    title: 'OpenCodex',
    script: 'panel.js',
    styles: ['panel.css', 'history.css'],
    policy: [`img-src ${webview.cspSource} data:`, 'worker-src blob:'],
  });
}
