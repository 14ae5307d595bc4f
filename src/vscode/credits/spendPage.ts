// The Spend page in an editor: its document, its messages, each checked, and the export of what it shows.
import * as vscode from 'vscode';
import * as v from 'valibot';
import type { Log } from '../../shared/gateway.ts';
import { spendPageMessageSchema, type SpendHostMessage, type SpendPageMessage } from '../../protocol/spend.ts';
import type { Gate } from '../host/gate.ts';
import type { Localization } from '../host/localization.ts';
import { webviewRoots } from '../host/webviewDocument.ts';
import { exportSpend } from './exportSpend.ts';
import { spendPageHtml } from './spendPageHtml.ts';
import { SpendFeed, type SpendSource } from '../../credits/spendFeed.ts';

export interface SpendServices {
  readonly gate: Gate;
  readonly extensionUri: vscode.Uri;
  readonly localization: Localization;
  readonly log: Log;
  readonly spendSource: SpendSource;
}

/** Fills the panel, which belongs to the caller and outlives it. */
export class SpendPage implements vscode.Disposable {
  readonly #services: SpendServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #feed: SpendFeed;
  readonly #subscriptions: vscode.Disposable;

  constructor(panel: vscode.WebviewPanel, services: SpendServices) {
    const { extensionUri, localization, log, spendSource } = services;
    this.#services = services;
    this.#panel = panel;
    this.#feed = new SpendFeed({
      source: spendSource,
      post: (message) => this.#post(message),
      onFailure: (error) => {
        log.error(`The ledger could not be read: ${String(error)}`);
        return localization.t('What was spent cannot be read now.');
      },
    });
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is unloaded; it asks anew when it is shown again.
        if (!panel.visible) {
          this.#feed.stop();
        }
      }),
      localization.onDidChange(() => this.#showAppearance()),
    );
    panel.title = localization.t('Spend');
    panel.webview.options = { enableScripts: true, localResourceRoots: webviewRoots(extensionUri) };
    const words = { language: localization.language, title: localization.t('Spend') };
    panel.webview.html = spendPageHtml(panel.webview, extensionUri, words);
  }

  dispose(): void {
    this.#feed.dispose();
    this.#subscriptions.dispose();
  }

  #receive(message: unknown): void {
    const result = v.safeParse(spendPageMessageSchema, message);
    if (result.success) {
      const { output } = result;
      void this.#services.gate.admit(output.type, () => this.#handle(output));
    } else {
      this.#services.log.warn('The Spend page sent a message that is not in the protocol.');
    }
  }

  #handle(message: SpendPageMessage): void {
    switch (message.type) {
      case 'spend-ready':
        this.#feed.list(message.since);
        this.#showAppearance();
        return;
      case 'ledger-requested':
        this.#feed.list(message.since);
        return;
      case 'export-requested':
        void exportSpend(this.#services, message);
        return;
    }
  }

  #showAppearance(): void {
    const { language, translations, t } = this.#services.localization;
    this.#panel.title = t('Spend');
    if (this.#feed.isWanted) {
      this.#post({ type: 'appearance-changed', language, translations });
    }
  }

  #post(message: SpendHostMessage): void {
    void this.#panel.webview.postMessage(message);
  }
}
