// VS Code's value types: positions, addresses, events, enums. They are its own, as the package jest-mock-vscode has them.
import { createVSCodeMock } from 'jest-mock-vscode';
import { vi } from 'vitest';

const values = createVSCodeMock(vi);

export const {
  CodeAction,
  CodeActionKind,
  DiagnosticSeverity,
  Disposable,
  EndOfLine,
  EventEmitter,
  FileChangeType,
  FilePermission,
  FileSystemError,
  FileType,
  MarkdownString,
  Position,
  ProgressLocation,
  Range,
  Selection,
  StatusBarAlignment,
  SymbolInformation,
  TextEdit,
  ThemeColor,
  ThemeIcon,
  Uri,
  ViewColumn,
  WorkspaceEdit,
} = values;

/** `Uri.file` and `parse` make objects of a class below that of the package, which VS Code's own `instanceof` would know. */
Object.defineProperty(Uri, Symbol.hasInstance, {
  value: (value: unknown) => value instanceof (Object.getPrototypeOf(Uri) as new () => unknown),
});

// What that package does not have.
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const TextDocumentChangeReason = { Undo: 1, Redo: 2 } as const;
/** Of an open tab. There is none here. */
export class TabInputText {
  readonly uri: unknown;
  constructor(uri: unknown) {
    this.uri = uri;
  }
}
export class TabInputTextDiff {
  readonly original: unknown;
  readonly modified: unknown;
  constructor(original: unknown, modified: unknown) {
    this.original = original;
    this.modified = modified;
  }
}
