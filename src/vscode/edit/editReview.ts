// One proposed change under review: the diff it is shown in, and how it gets into the real document.
import * as vscode from 'vscode';
import { mergeProposal } from '../../edit/mergeProposal.ts';
import type { Completeness } from '../../edit/proposalBuilder.ts';
import { changesBetween } from '../../edit/textChanges.ts';
import { normalizedText, normalizeLineEnds, toTextEdits, withLineEndsOf } from './documentText.ts';
import { proposalScheme, type ProposalFileSystem } from './proposalFileSystem.ts';

export type AcceptResult = 'accepted' | 'conflict' | 'refused';

/** The proposal's text lives in the file system: the editor on the right may change it at any time. */
export class EditReview {
  readonly title: string;
  readonly proposalUri: vscode.Uri;
  readonly #document: vscode.TextDocument;
  readonly #files: ProposalFileSystem;
  /** The document when the proposal was asked for. */
  readonly #base: string;
  #completeness: Completeness | 'streaming' = 'streaming';
  #shown = '';

  constructor(id: string, document: vscode.TextDocument, files: ProposalFileSystem, title: string) {
    this.title = title;
    this.#document = document;
    this.#files = files;
    this.#base = normalizedText(document);
    this.proposalUri = document.uri.with({ scheme: proposalScheme, authority: id, query: '', fragment: '' });
    this.#files.update(this.proposalUri, withLineEndsOf(document, this.#base), true);
  }

  get completeness(): Completeness | 'streaming' {
    return this.#completeness;
  }

  get documentUri(): vscode.Uri {
    return this.#document.uri;
  }

  /** Shows `text` (lines ending in `\n`) on the right-hand side, which people cannot edit yet. */
  propose(text: string): void {
    if (text !== this.#shown) {
      this.#shown = text;
      this.#files.update(this.proposalUri, withLineEndsOf(this.#document, text), true);
    }
  }

  /** The stream has ended: from here on the right-hand side may be edited by hand. */
  finish(text: string, completeness: Completeness): void {
    this.#completeness = completeness;
    this.#files.update(this.proposalUri, withLineEndsOf(this.#document, text), false);
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.#document.uri, this.proposalUri, this.title, {
      preview: false,
    });
  }

  /**
   * Writes the right-hand side into the document as one undo step, and leaves it unsaved. `conflict`: the document
   * changed where the proposal does. `refused`: VS Code would not edit the document. Neither changes a byte.
   */
  async accept(): Promise<AcceptResult> {
    const proposed = await this.#proposedText();
    const document = await vscode.workspace.openTextDocument(this.#document.uri);
    const current = normalizedText(document);
    const merged = mergeProposal(this.#base, current, proposed);
    if (merged.kind === 'conflict') {
      return 'conflict';
    }
    const edits = toTextEdits(document, changesBetween(current, merged.text));
    if (edits.length > 0) {
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      if (!(await vscode.workspace.applyEdit(edit))) {
        return 'refused';
      }
    }
    await this.close();
    const place = edits[0]?.range.start ?? new vscode.Position(0, 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place), preview: false });
    return 'accepted';
  }

  /** Closes the diff; the proposal stays, so that it can be shown again. */
  async close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter((tab) => proposalOf(tab)?.toString() === this.proposalUri.toString()),
    );
  }

  /** Forgets the proposal. */
  dispose(): void {
    this.#files.remove(this.proposalUri);
  }

  /** The file, after what was written by hand a moment ago has been saved; the editor itself takes up the file late. */
  async #proposedText(): Promise<string> {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.proposalUri.toString());
    await open?.save();
    const unsaved = open?.isDirty === true ? open.getText() : undefined;
    return normalizeLineEnds(unsaved ?? this.#files.text(this.proposalUri) ?? this.#base);
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
