// A page of ours in a webview: its document, its appearance, and every message to and from it. Whoever shows a page gives it a webview
// and handles what it says.
import * as vscode from 'vscode';
import * as v from 'valibot';
import type { AppearanceMessage } from '../../protocol/page.ts';
import type { Log } from '../../shared/gateway.ts';
import type { Failures } from '../../words/failures.ts';
import { showFailure } from './failureNotices.ts';
import type { Gate } from './gate.ts';
import type { Localization } from './localization.ts';
import type { PageMessageType } from '../../protocol/rights.ts';
import { webviewRoots } from './webviewDocument.ts';

/** What every page needs of the extension. */
export interface PageServices {
  readonly extensionUri: vscode.Uri;
  readonly localization: Localization;
  readonly gate: Gate;
  readonly errors: Failures;
  readonly log: Log;
}

interface PageParts<Incoming> {
  /** For the log, as the subject of a sentence. */
  readonly name: string;
  /** Of every message that the page may send. */
  readonly schema: v.GenericSchema<unknown, Incoming>;
  readonly html: (webview: vscode.Webview, extensionUri: vscode.Uri, language: string) => string;
  /** In pixels; 0 follows VS Code. */
  readonly fontSize: () => number;
  /** Called only for what the gate lets through. A page that has just loaded sends `page-ready`: it knows nothing yet. */
  readonly handle: (message: Incoming) => unknown;
  /** The page was unloaded: it will be ready anew when it is shown again. */
  readonly onHidden?: () => void;
}

/** `Outgoing`: what the page is told besides its appearance. Ends with its webview, which belongs to the caller. */
export class WebviewPage<Incoming extends { readonly type: PageMessageType }, Outgoing> implements vscode.Disposable {
  readonly #services: PageServices;
  readonly #parts: PageParts<Incoming>;
  readonly #webview: vscode.Webview;
  readonly #subscriptions: vscode.Disposable;
  #isReady = false;

  constructor(place: vscode.WebviewView | vscode.WebviewPanel, services: PageServices, parts: PageParts<Incoming>) {
    const { extensionUri, localization } = services;
    this.#services = services;
    this.#parts = parts;
    this.#webview = place.webview;
    const noticeVisibility = (): void => this.#noticeVisibility(place.visible);
    this.#subscriptions = vscode.Disposable.from(
      place.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      'onDidChangeVisibility' in place
        ? place.onDidChangeVisibility(noticeVisibility)
        : place.onDidChangeViewState(noticeVisibility),
      place.onDidDispose(() => this.dispose()),
      localization.onDidChange(() => this.showAppearance()),
    );
    place.webview.options = { enableScripts: true, localResourceRoots: webviewRoots(extensionUri) };
    place.webview.html = parts.html(place.webview, extensionUri, localization.language);
  }

  /** Messages arrive in the order of these calls. Does nothing while no page is ready: one that loads later asks for everything. */
  post(message: Outgoing | AppearanceMessage): void {
    if (this.#isReady) {
      void this.#webview.postMessage(message);
    }
  }

  /** Tells the page how to look and which language to speak: for when its font size has changed. */
  showAppearance(): void {
    const { language, translations } = this.#services.localization;
    this.post({ type: 'appearance-changed', language, translations, fontSize: this.#parts.fontSize() });
  }

  dispose(): void {
    this.#isReady = false;
    this.#subscriptions.dispose();
  }

  /** A hidden page is unloaded. What is posted to it would wait, and come on top of what it asks for when it is shown again. */
  #noticeVisibility(isVisible: boolean): void {
    if (!isVisible) {
      this.#isReady = false;
      this.#parts.onHidden?.();
    }
  }

  #receive(message: unknown): void {
    const { gate, log } = this.#services;
    const { name, schema, handle } = this.#parts;
    const result = v.safeParse(schema, message);
    if (!result.success) {
      log.warn(`${name} sent a message that is not in the protocol.`);
      return;
    }
    const { output } = result;
    if (output.type === 'page-ready') {
      this.#isReady = true;
      this.showAppearance();
    }
    gate.admit(output.type, () => handle(output)).catch((error: unknown) => this.#report(output.type, error));
  }

  #report(type: PageMessageType, error: unknown): void {
    const { errors, localization, log } = this.#services;
    log.error(`${type} failed: ${String(error)}`);
    void showFailure(errors.describeFailure(error), localization);
  }
}
