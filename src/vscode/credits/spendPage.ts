// The Spend page in an editor: what it is told of the ledger, and the export of what it shows.
import type * as vscode from 'vscode';
import { spendPageMessageSchema, type SpendHostMessage, type SpendPageMessage } from '../../protocol/spend.ts';
import { WebviewPage, type PageServices } from '../host/webviewPage.ts';
import { exportSpend } from './exportSpend.ts';
import { spendPageHtml } from './spendPageHtml.ts';
import { SpendFeed, type SpendSource } from '../../credits/spendFeed.ts';

export interface SpendServices extends PageServices {
  readonly spendSource: SpendSource;
}

/** Fills the panel, which belongs to the caller and outlives it. */
export class SpendPage implements vscode.Disposable {
  readonly #services: SpendServices;
  readonly #feed: SpendFeed;
  readonly #page: WebviewPage<SpendPageMessage, SpendHostMessage>;
  readonly #subscription: vscode.Disposable;

  constructor(panel: vscode.WebviewPanel, services: SpendServices) {
    const { localization, log, spendSource } = services;
    this.#services = services;
    this.#feed = new SpendFeed({
      source: spendSource,
      post: (message) => this.#page.post(message),
      onFailure: (error) => {
        log.error(`The ledger could not be read: ${String(error)}`);
        return localization.t('What was spent cannot be read now.');
      },
    });
    const showTitle = (): void => {
      panel.title = localization.t('Spend');
    };
    this.#subscription = localization.onDidChange(showTitle);
    showTitle();
    this.#page = new WebviewPage(panel, services, {
      name: 'The Spend page',
      schema: spendPageMessageSchema,
      html: (webview, uri, language) => spendPageHtml(webview, uri, { language, title: localization.t('Spend') }),
      // The setting is the chat's alone.
      fontSize: () => 0,
      handle: (message) => this.#handle(message),
      onHidden: () => this.#feed.stop(),
    });
  }

  dispose(): void {
    this.#feed.dispose();
    this.#subscription.dispose();
    this.#page.dispose();
  }

  #handle(message: SpendPageMessage): Promise<void> | undefined {
    switch (message.type) {
      case 'page-ready':
      case 'ledger-requested':
        this.#feed.list(message.since);
        return undefined;
      case 'export-requested':
        return exportSpend(this.#services, message);
    }
  }
}
