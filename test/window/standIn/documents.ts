// Text documents and the editor that shows one, as far as code actions, inserting and opening need them. What the extension opens and
// writes is taken note of; a document that is edited stays as it was.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type * as vscode from 'vscode';
import { EndOfLine, Position, Range, Selection, Uri } from './values.ts';

/** One change that the extension has made to a text. */
interface Edit {
  readonly uri: string;
  readonly text: string;
}

export interface NewDocument {
  readonly language?: string;
  readonly content?: string;
}

const languages: Readonly<Record<string, string>> = { '.js': 'javascript', '.md': 'markdown', '.py': 'python' };

/** A text with `\n` line ends. */
class StandInDocument {
  readonly uri: vscode.Uri;
  readonly languageId: string;
  readonly encoding = 'utf8';
  readonly eol = EndOfLine.LF;
  version = 1;
  isClosed = false;
  readonly #text: string;
  readonly #lines: readonly string[];

  constructor(uri: vscode.Uri, languageId: string, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.#text = text;
    this.#lines = text.split('\n');
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  lineAt(line: number): { readonly text: string; readonly range: vscode.Range } {
    const text = this.#lines[line];
    if (text === undefined) {
      throw new Error('Illegal value for `line`');
    }
    return { text, range: new Range(line, 0, line, text.length) };
  }

  offsetAt({ line, character }: vscode.Position): number {
    const before = this.#lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    return Math.min(this.#text.length, before + Math.min(character, this.#lines[line]?.length ?? 0));
  }

  getText(range?: vscode.Range): string {
    return range ? this.#text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.#text;
  }
}

export class Documents {
  readonly open: vscode.TextDocument[] = [];
  active: vscode.TextEditor | undefined;
  /** Addresses that the extension has opened as documents. */
  readonly openedAddresses: string[] = [];
  readonly edits: Edit[] = [];

  /** As when a person opens the file and selects those lines, counted from 1; without them the cursor stands at the beginning. */
  show(path: string, firstLine?: number, lastLine?: number): vscode.TextEditor {
    const document = this.#fileAt(Uri.file(path));
    const isSelecting = firstLine !== undefined && lastLine !== undefined;
    const end = isSelecting ? document.lineAt(lastLine - 1).range.end : new Position(0, 0);
    const start = new Position((firstLine ?? 1) - 1, 0);
    this.active = this.#editorOf(document, new Selection(start, end));
    return this.active;
  }

  /** As when a person has a text before them that is on no disk, or other than there, and selects all of it. */
  showText(address: string, text: string, language = 'javascript'): vscode.TextEditor {
    const uri = Uri.parse(address);
    const at = this.open.findIndex((document) => document.uri.toString() === uri.toString());
    if (at >= 0) {
      this.open.splice(at, 1);
    }
    const document = this.#add(uri, language, text);
    const { range } = document.lineAt(document.lineCount - 1);
    this.active = this.#editorOf(document, new Selection(new Position(0, 0), range.end));
    return this.active;
  }

  /** As when a person closes all editors. */
  closeAll(): void {
    this.active = undefined;
    this.open.length = 0;
  }

  /** A document of a file system that the extension provides, which is not among those that a person has open. */
  ofProvider(uri: vscode.Uri, content: Uint8Array): vscode.TextDocument {
    return new StandInDocument(uri, 'plaintext', new TextDecoder().decode(content)) as unknown as vscode.TextDocument;
  }

  /** What `vscode.workspace.openTextDocument` does. */
  readonly openTextDocument = (what: vscode.Uri | NewDocument = {}): Promise<vscode.TextDocument> =>
    Promise.resolve().then(() => {
      if (!(what instanceof Uri)) {
        const { language = 'plaintext', content = '' } = what;
        return this.#add(Uri.parse(`untitled:Untitled-${this.open.length + 1}`), language, content);
      }
      this.openedAddresses.push(what.toString(true));
      return this.#fileAt(what);
    });

  readonly applyEdit = (edit: vscode.WorkspaceEdit): Promise<boolean> => {
    for (const [uri, edits] of edit.entries()) {
      this.edits.push(...edits.map(({ newText }) => ({ uri: uri.toString(), text: newText })));
    }
    return Promise.resolve(true);
  };

  #fileAt(uri: vscode.Uri): vscode.TextDocument {
    const known = this.open.find((document) => document.uri.toString() === uri.toString());
    if (known) {
      return known;
    }
    if (uri.scheme !== 'file') {
      throw new Error(`Nobody provides the scheme ${uri.scheme}.`);
    }
    return this.#add(uri, languages[extname(uri.fsPath)] ?? 'plaintext', readFileSync(uri.fsPath, 'utf8'));
  }

  #add(uri: vscode.Uri, language: string, text: string): vscode.TextDocument {
    const document = new StandInDocument(uri, language, text) as unknown as vscode.TextDocument;
    this.open.push(document);
    return document;
  }

  #editorOf(document: vscode.TextDocument, selection: vscode.Selection): vscode.TextEditor {
    const replace = (_place: unknown, text: string): void => {
      this.edits.push({ uri: document.uri.toString(), text });
    };
    const editor = {
      document,
      selection,
      selections: [selection],
      viewColumn: 1,
      edit: (change: (builder: { replace: typeof replace; insert: typeof replace }) => void) => {
        change({ replace, insert: replace });
        return Promise.resolve(true);
      },
      revealRange: () => undefined,
      visibleRanges: [new Range(0, 0, document.lineCount, 0)],
    };
    return editor as unknown as vscode.TextEditor;
  }
}
