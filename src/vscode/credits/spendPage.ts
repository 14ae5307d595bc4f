// The Spend page in an editor: its document, what of the ledger it is told, and the export of what it shows.
import * as vscode from 'vscode';
import * as v from 'valibot';
import { compareLedgers } from '../../credits/ledgerChange.ts';
import type { LedgerEntry } from '../../shared/credits.ts';
import type { Log } from '../../shared/gateway.ts';
import { spendPageMessageSchema, type SpendHostMessage, type SpendPageMessage } from '../../shared/spendProtocol.ts';
import type { Localization } from '../host/localization.ts';
import { webviewHtml, webviewRoots } from '../host/webviewDocument.ts';
import { exportSpend } from './exportSpend.ts';

/** Where the page gets the ledger from. */
export interface SpendSource {
  /** Requests that started at `since` (milliseconds since 1970) or later, in any order; those under way, too. */
  readLedger(since: number): Promise<readonly LedgerEntry[]>;
  /** Told after a request was added or changed, here or in another window. */
  onDidChange(listener: () => void): { dispose(): void };
}

export interface SpendServices {
  readonly extensionUri: vscode.Uri;
  readonly localization: Localization;
  readonly log: Log;
  readonly spendSource: SpendSource;
}

/** Lives as long as its panel; the panel's own disposal ends it. */
export class SpendPage implements vscode.Disposable {
  readonly #services: SpendServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: vscode.Disposable;
  /** What the page has been told; undefined while it knows nothing. */
  #told: { readonly since: number; readonly entries: ReadonlyMap<string, LedgerEntry> } | undefined;
  /** From when the page wants requests; undefined while it is hidden or not loaded. */
  #since: number | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(panel: vscode.WebviewPanel, services: SpendServices) {
    this.#services = services;
    this.#panel = panel;
    const { extensionUri, localization, spendSource } = services;
    const changes = spendSource.onDidChange(() => this.#refresh());
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#forget();
        }
      }),
      localization.onDidChange(() => this.#showAppearance()),
      { dispose: () => changes.dispose() },
    );
    panel.title = localization.t('Spend');
    panel.webview.options = { enableScripts: true, localResourceRoots: webviewRoots(extensionUri) };
    panel.webview.html = webviewHtml(panel.webview, {
      extensionUri,
      language: localization.language,
      title: localization.t('Spend'),
      script: 'spend.js',
      styles: ['chat.css', 'spend.css'],
    });
  }

  dispose(): void {
    this.#forget();
    this.#subscriptions.dispose();
  }

  /** A hidden page is unloaded; it asks anew when it is shown again. */
  #forget(): void {
    this.#since = undefined;
    this.#told = undefined;
  }

  #receive(message: unknown): void {
    const result = v.safeParse(spendPageMessageSchema, message);
    if (result.success) {
      this.#handle(result.output);
    } else {
      this.#services.log.warn('The Spend page sent a message that is not in the protocol.');
    }
  }

  #handle(message: SpendPageMessage): void {
    switch (message.type) {
      case 'spend-ready':
        this.#told = undefined;
        this.#since = message.since;
        this.#showAppearance();
        this.#refresh();
        return;
      case 'ledger-requested':
        this.#since = message.since;
        this.#refresh();
        return;
      case 'export-requested':
        void exportSpend(this.#services, message);
        return;
    }
  }

  #showAppearance(): void {
    const { language, translations, t } = this.#services.localization;
    this.#panel.title = t('Spend');
    if (this.#since !== undefined) {
      this.#post({ type: 'appearance-changed', language, translations });
    }
  }

  /** One reading at a time; what changes meanwhile is read once more after it. */
  #refresh(): void {
    this.#isStale = true;
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = undefined;
    });
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale && this.#since !== undefined) {
      this.#isStale = false;
      await this.#read(this.#since);
    }
  }

  async #read(since: number): Promise<void> {
    try {
      const entries = new Map((await this.#services.spendSource.readLedger(since)).map((entry) => [entry.id, entry]));
      if (this.#since === since) {
        this.#tell(since, entries);
      }
    } catch (error) {
      this.#services.log.error(`The ledger could not be read: ${String(error)}`);
      this.#post({ type: 'ledger-failed', text: this.#services.localization.t('What was spent cannot be read now.') });
    }
  }

  #tell(since: number, entries: ReadonlyMap<string, LedgerEntry>): void {
    const told = this.#told;
    this.#told = { since, entries };
    if (told?.since !== since) {
      this.#post({ type: 'ledger-listed', since, entries: [...entries.values()] });
      return;
    }
    const { changed, removedIds } = compareLedgers(told.entries, entries);
    this.#post({ type: 'ledger-changed', since, entries: [...changed], removedIds: [...removedIds] });
  }

  #post(message: SpendHostMessage): void {
    void this.#panel.webview.postMessage(message);
  }
}
