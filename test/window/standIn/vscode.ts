// What `import * as vscode from 'vscode'` gives the extension's code in tests: as much of VS Code as the panel, the key, the models,
// the credits, the chats and the rights of commands need. What is missing here is undefined, so that its use fails; what edits and diffs
// do to a text is for real VS Code.
import type { NewDocument } from './documents.ts';
import type * as vscode from 'vscode';
import { editor } from './editor.ts';
import { EventEmitter, Uri, Disposable } from './values.ts';

export * from './values.ts';
export const version = '1.139.1';

/** An event that never comes here. */
const never = (): vscode.Disposable => new Disposable(() => undefined);

export const commands = {
  registerCommand: editor.registerCommand.bind(editor),
  executeCommand: editor.executeCommand.bind(editor),
};

export const env = {
  get language() {
    return editor.language;
  },
  clipboard: {
    readText: () => Promise.resolve(editor.clipboard),
    writeText: (text: string) => {
      editor.clipboard = text;
      return Promise.resolve();
    },
  },
  openExternal: (uri: vscode.Uri) => {
    editor.openedAddresses.push(encodeURI(uri.toString(true)));
    return Promise.resolve(true);
  },
};

export const languages = {
  registerCodeActionsProvider: (_selector: unknown, provider: vscode.CodeActionProvider) => {
    editor.codeActions = provider;
    return new Disposable(() => (editor.codeActions = undefined));
  },
  getDiagnostics: () => [],
  getLanguages: () => Promise.resolve(['javascript', 'markdown', 'plaintext', 'python']),
};

const logLine = (line: string): void => void editor.logLines.push(line);

export const window = {
  state: { focused: true, active: true },
  onDidChangeWindowState: editor.windowStateChanged.event,
  get activeTextEditor() {
    return editor.documents.active;
  },
  get visibleTextEditors() {
    return editor.documents.active ? [editor.documents.active] : [];
  },
  onDidChangeActiveTextEditor: never,
  onDidChangeTextEditorSelection: never,
  onDidChangeActiveTerminal: never,
  tabGroups: {
    all: [],
    activeTabGroup: { activeTab: undefined },
    onDidChangeTabs: never,
    onDidChangeTabGroups: never,
    close: () => Promise.resolve(true),
  },
  createStatusBarItem: (id: string) => editor.createStatusBarItem(id),
  createOutputChannel: () => ({
    debug: logLine,
    info: logLine,
    warn: logLine,
    error: logLine,
    show: () => undefined,
    dispose: () => undefined,
  }),
  showInformationMessage: editor.messages.show,
  showWarningMessage: editor.messages.show,
  showErrorMessage: editor.messages.show,
  withProgress: <Result>(
    { title = '' }: vscode.ProgressOptions,
    job: (progress: { report: () => void }, token: vscode.CancellationToken) => Promise<Result>,
  ) =>
    editor.messages.showWhile(title, (cancelled) => {
      const cancellation = new EventEmitter<undefined>();
      const token = { isCancellationRequested: false, onCancellationRequested: cancellation.event };
      void cancelled.then(() => {
        token.isCancellationRequested = true;
        cancellation.fire(undefined);
      });
      return job({ report: () => undefined }, token);
    }),
  createInputBox: editor.quickInputs.createInputBox,
  createQuickPick: editor.quickInputs.createQuickPick,
  showQuickPick: editor.quickInputs.showQuickPick,
  showSaveDialog: async ({ defaultUri }: vscode.SaveDialogOptions) => {
    editor.offeredPlace = defaultUri?.fsPath;
    return toUri(await editor.askForFile());
  },
  showOpenDialog: async () => {
    const file = toUri(await editor.askForFile());
    return file && [file];
  },
  showTextDocument: async (what: vscode.TextDocument | vscode.Uri) => {
    const document = what instanceof Uri ? await editor.documents.openTextDocument(what) : what;
    editor.shownTexts.push({ language: document.languageId, content: document.getText() });
    return {};
  },
  registerWebviewViewProvider: (id: string, provider: vscode.WebviewViewProvider) => editor.registerView(id, provider),
  registerWebviewPanelSerializer: never,
  createWebviewPanel: (viewType: string, title: string) => editor.createPanel(viewType, title),
};

export const workspace = {
  get isTrusted() {
    return editor.isTrusted;
  },
  get name() {
    return editor.workspaceName;
  },
  workspaceFile: undefined,
  get workspaceFolders() {
    return editor.workspaceFolders;
  },
  textDocuments: editor.documents.open,
  getConfiguration: (section: string) => editor.configuration.section(section),
  onDidChangeConfiguration: editor.configuration.onDidChange,
  onDidChangeTextDocument: never,
  registerFileSystemProvider: (scheme: string, provider: vscode.FileSystemProvider) => {
    editor.fileSystems.set(scheme, provider);
    return new Disposable(() => editor.fileSystems.delete(scheme));
  },
  asRelativePath: (uri: vscode.Uri) => uri.fsPath,
  openTextDocument: async (what?: vscode.Uri | NewDocument) => {
    const provider = what instanceof Uri ? editor.fileSystems.get(what.scheme) : undefined;
    return what instanceof Uri && provider
      ? editor.documents.ofProvider(what, await provider.readFile(what))
      : editor.documents.openTextDocument(what);
  },
  applyEdit: editor.documents.applyEdit,
  fs: editor.files,
};

function toUri(path: string | undefined): vscode.Uri | undefined {
  return path === undefined ? undefined : Uri.file(path);
}
