// The right-hand sides of our reviews: files in memory, on a scheme of our own.
// Read-only while an answer is streaming in, writable afterwards, so that VS Code's own diff tools work on them.
import * as vscode from 'vscode';

export const proposalScheme = 'opencodex-edit';

interface ProposalFile {
  content: Uint8Array;
  isReadOnly: boolean;
  modifiedAt: number;
}

export class ProposalFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #files = new Map<string, ProposalFile>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;
  readonly #onSaved: (uri: vscode.Uri, text: string) => void;

  readonly onDidChangeFile = this.#changed.event;

  /** @param onSaved is told of each text that VS Code saves, at once: it may put another in its place */
  constructor(onSaved: (uri: vscode.Uri, text: string) => void) {
    this.#onSaved = onSaved;
    this.#registration = vscode.workspace.registerFileSystemProvider(proposalScheme, this, { isCaseSensitive: true });
  }

  /** Sets the content from our side; the editor shows it at once. */
  update(uri: vscode.Uri, text: string, isReadOnly: boolean): void {
    this.#put(uri, new TextEncoder().encode(text), isReadOnly);
  }

  has(uri: vscode.Uri): boolean {
    return this.#files.has(uri.toString());
  }

  /** What was last written, also when no editor shows it any more. */
  text(uri: vscode.Uri): string | undefined {
    const file = this.#files.get(uri.toString());
    return file && new TextDecoder().decode(file.content);
  }

  remove(uri: vscode.Uri): void {
    if (this.#files.delete(uri.toString())) {
      this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
    }
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const file = this.#get(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: file.modifiedAt,
      size: file.content.byteLength,
      ...(file.isReadOnly ? { permissions: vscode.FilePermission.Readonly } : {}),
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#get(uri).content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    if (this.#get(uri).isReadOnly) {
      throw vscode.FileSystemError.NoPermissions(uri);
    }
    this.#put(uri, content, false);
    this.#onSaved(uri, new TextDecoder().decode(content));
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  /** Folders are there as needed; VS Code makes them before it writes a file for an extension. */
  createDirectory(): void {
    return;
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #get(uri: vscode.Uri): ProposalFile {
    const file = this.#files.get(uri.toString());
    if (!file) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return file;
  }

  /** The time grows with every write: an editor with the same time would think that it has the newest content. */
  #put(uri: vscode.Uri, content: Uint8Array, isReadOnly: boolean): void {
    const previous = this.#files.get(uri.toString())?.modifiedAt ?? 0;
    this.#files.set(uri.toString(), { content, isReadOnly, modifiedAt: Math.max(Date.now(), previous + 1) });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }
}

/** The address of the proposal that a tab shows, if it is one of our reviews. */
export function proposalOf(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  if (input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme) {
    return input.modified;
  }
  return input instanceof vscode.TabInputText && input.uri.scheme === proposalScheme ? input.uri : undefined;
}
