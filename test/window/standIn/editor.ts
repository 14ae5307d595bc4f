// VS Code's part in one window: what the extension registers and shows, and what people have done to it. One for each test file,
// since `vscode` is one module. vscode.ts makes the extension's `vscode` of it; ../support/window.ts is what tests use.
import { readFile, stat, writeFile } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { Configuration } from './configuration.ts';
import { Documents } from './documents.ts';
import { Messages } from './messages.ts';
import { QuickInputs } from './quickInputs.ts';
import { Disposable, EventEmitter, MarkdownString } from './values.ts';

type Command = (...values: readonly unknown[]) => unknown;

/** Commands of VS Code's own that the extension calls: here they are only taken note of. */
const ownCommands = new Set([
  'setContext',
  'vscode.diff',
  'vscode.executeDocumentSymbolProvider',
  'workbench.action.openSettings',
  'workbench.action.openWorkspaceSettings',
  'workbench.action.reloadWindow',
  'workbench.trust.manage',
]);

/** File systems that VS Code knows: `git` is that of its own extension. */
const writable: Readonly<Record<string, boolean>> = { file: true, git: false, 'vscode-vfs': true };

interface StatusBarItem {
  text: string;
  tooltip: string | vscode.MarkdownString | undefined;
  command: string | undefined;
  backgroundColor: { readonly id: string } | undefined;
  accessibilityInformation: vscode.AccessibilityInformation | undefined;
}

/** The part of a webview that its view needs. */
export interface ShownWebview {
  load(): Promise<void>;
  unload(): Promise<void>;
}

/** A text that the extension has opened in an editor. */
export interface ShownText {
  readonly language: string;
  readonly content: string;
}

class StandInEditor {
  readonly configuration = new Configuration(() => this.isTrusted);
  readonly messages = new Messages();
  readonly quickInputs = new QuickInputs();
  readonly documents = new Documents();
  /** Whether the user has said that they trust the authors of what is open. */
  isTrusted = true;
  workspaceName: string | undefined;
  workspaceFolders: readonly vscode.WorkspaceFolder[] | undefined;
  codeActions: vscode.CodeActionProvider | undefined;
  /** By their scheme. */
  readonly fileSystems = new Map<string, vscode.FileSystemProvider>();
  readonly commands = new Map<string, Command>();
  /** Those of `ownCommands` that were called, with their arguments. */
  readonly calledCommands: (readonly unknown[])[] = [];
  readonly statusBarItems = new Map<string, StatusBarItem>();
  readonly windowStateChanged = new EventEmitter<vscode.WindowState>();
  readonly secretsChanged = new EventEmitter<{ key: string }>();
  readonly secrets = new Map<string, string>();
  /** Names of the secrets that the extension has kept or removed. */
  readonly changedSecrets: string[] = [];
  /** Addresses that were opened in a browser. */
  readonly openedAddresses: string[] = [];
  /** Files that the extension has written through VS Code. */
  readonly writtenFiles: string[] = [];
  readonly logLines: string[] = [];
  readonly shownTexts: ShownText[] = [];
  clipboard = '';
  /** Where the last file was offered to be saved. */
  offeredPlace: string | undefined;
  /** The window's language. */
  language = 'en';
  readonly #views = new Map<string, vscode.WebviewViewProvider>();
  #dialog: PromiseWithResolvers<string | undefined> | undefined;

  async executeCommand(id: string, ...values: readonly unknown[]): Promise<unknown> {
    const command = this.commands.get(id);
    if (command) {
      return await command(...values);
    }
    if (id === 'vscode.open') {
      this.openedAddresses.push(String(values[0]));
      return undefined;
    }
    if (!ownCommands.has(id)) {
      throw new Error(`command '${id}' not found`);
    }
    this.calledCommands.push([id, ...values]);
    return undefined;
  }

  registerCommand(id: string, command: Command): vscode.Disposable {
    if (this.commands.has(id)) {
      throw new Error(`command '${id}' already exists`);
    }
    this.commands.set(id, command);
    return new Disposable(() => this.commands.delete(id));
  }

  registerView(id: string, provider: vscode.WebviewViewProvider): vscode.Disposable {
    this.#views.set(id, provider);
    return new Disposable(() => this.#views.delete(id));
  }

  /** Shows a view for the first time; its webview is there already. */
  async resolveView<Webview extends ShownWebview>(id: string, webview: Webview): Promise<StandInView<Webview>> {
    const provider = this.#views.get(id);
    if (!provider) {
      throw new Error(`Nobody provides the view ${id}.`);
    }
    const view = new StandInView(webview);
    await provider.resolveWebviewView(
      view as unknown as vscode.WebviewView,
      { state: undefined },
      { isCancellationRequested: false, onCancellationRequested: () => new Disposable(() => undefined) },
    );
    return view;
  }

  /** A panel in an editor, whose document nobody loads. */
  createPanel(viewType: string, title: string) {
    const disposed = new EventEmitter<undefined>();
    return {
      viewType,
      title,
      visible: true,
      reveal: () => undefined,
      dispose: () => disposed.fire(undefined),
      onDidDispose: disposed.event,
      onDidChangeViewState: new EventEmitter<undefined>().event,
      webview: {
        options: {},
        html: '',
        cspSource: 'http://webview.test',
        asWebviewUri: (uri: vscode.Uri) => uri,
        onDidReceiveMessage: new EventEmitter<unknown>().event,
        postMessage: () => Promise.resolve(true),
      },
    };
  }

  createStatusBarItem(id: string): StatusBarItem & { show(): void; dispose(): void } {
    const item = {
      text: '',
      tooltip: undefined,
      command: undefined,
      backgroundColor: undefined,
      accessibilityInformation: undefined,
      show: () => void this.statusBarItems.set(id, item),
      dispose: () => void this.statusBarItems.delete(id),
    };
    return item;
  }

  /** The lines of an item's tooltip, as Markdown. */
  tooltipOf(id: string): string {
    const tooltip = this.statusBarItems.get(id)?.tooltip;
    return tooltip instanceof MarkdownString ? tooltip.value : String(tooltip);
  }

  /** Waits for somebody to choose a file; one at a time, the last that was asked for. */
  askForFile(): Promise<string | undefined> {
    this.#dialog?.resolve(undefined);
    this.#dialog = Promise.withResolvers();
    return this.#dialog.promise;
  }

  get isFileAsked(): boolean {
    return this.#dialog !== undefined;
  }

  answerFileDialog(path: string | undefined): void {
    const dialog = this.#dialog;
    this.#dialog = undefined;
    dialog?.resolve(path);
  }

  readonly files = {
    readFile: async ({ fsPath }: vscode.Uri): Promise<Uint8Array> => await readFile(fsPath),
    writeFile: ({ fsPath }: vscode.Uri, content: Uint8Array): Promise<void> => {
      this.writtenFiles.push(fsPath);
      return writeFile(fsPath, content);
    },
    isWritableFileSystem: (scheme: string): boolean | undefined => writable[scheme],
    stat: async ({ fsPath }: vscode.Uri) => {
      const { size, mtimeMs } = await stat(fsPath);
      return { size, mtime: mtimeMs, ctime: mtimeMs, type: 1 };
    },
  };
}

/** The view in the side bar: hidden, its document is gone. */
export class StandInView<Webview extends ShownWebview> {
  readonly webview: Webview;
  visible = true;
  readonly #visibilityChanged = new EventEmitter<undefined>();
  readonly #disposed = new EventEmitter<undefined>();

  readonly onDidChangeVisibility = this.#visibilityChanged.event;
  readonly onDidDispose = this.#disposed.event;

  constructor(webview: Webview) {
    this.webview = webview;
  }

  async setVisible(isVisible: boolean): Promise<void> {
    this.visible = isVisible;
    this.#visibilityChanged.fire(undefined);
    await (isVisible ? this.webview.load() : this.webview.unload());
  }

  /** As when the window ends. */
  dispose(): void {
    this.#disposed.fire(undefined);
  }
}

export const editor = new StandInEditor();
