// What `import * as vscode from 'vscode'` gives the extension's code in tests: as much of VS Code as the panel, the key, the models,
// the credits and the chats need. What is missing here is undefined, so that its use fails; editors and diffs are for real VS Code.
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
    editor.openedAddresses.push(uri.toString(true));
    return Promise.resolve(true);
  },
};

export const languages = {
  registerCodeActionsProvider: never,
  getDiagnostics: () => [],
  getLanguages: () => Promise.resolve(['javascript', 'markdown', 'plaintext', 'python']),
};

const logLine = (line: string): void => void editor.logLines.push(line);

export const window = {
  state: { focused: true, active: true },
  onDidChangeWindowState: editor.windowStateChanged.event,
  activeTextEditor: undefined,
  visibleTextEditors: [],
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
  showSaveDialog: async () => toUri(await editor.askForFile()),
  showOpenDialog: async () => {
    const file = toUri(await editor.askForFile());
    return file && [file];
  },
  showTextDocument: (document: { languageId: string; getText(): string }) => {
    editor.shownTexts.push({ language: document.languageId, content: document.getText() });
    return Promise.resolve({});
  },
  registerWebviewViewProvider: (id: string, provider: vscode.WebviewViewProvider) => editor.registerView(id, provider),
  registerWebviewPanelSerializer: never,
};

export const workspace = {
  isTrusted: true,
  name: undefined,
  workspaceFile: undefined,
  workspaceFolders: undefined,
  textDocuments: [],
  getConfiguration: (section: string) => editor.configuration.section(section),
  onDidChangeConfiguration: editor.configuration.onDidChange,
  onDidChangeTextDocument: never,
  registerFileSystemProvider: never,
  asRelativePath: (uri: vscode.Uri) => uri.fsPath,
  openTextDocument: ({ language = 'plaintext', content = '' }: { language?: string; content?: string }) =>
    Promise.resolve({ languageId: language, isClosed: false, getText: () => content }),
  fs: editor.files,
};

function toUri(path: string | undefined): vscode.Uri | undefined {
  return path === undefined ? undefined : Uri.file(path);
}
