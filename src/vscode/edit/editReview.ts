// One proposed change under review: the diff it is shown in, and how it gets into the real document.
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { mergeProposal } from '../../edit/mergeProposal.ts';
import { addressesToLoad, mayLoadAddresses } from '../../shared/addressesToLoad.ts';
import { limits } from '../../shared/limits.ts';
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
  readonly #base: string;
  #completeness: Completeness | 'streaming' = 'streaming';
  #shown = '';
  /** Hashes of what the right-hand side showed while the answer was coming, and the text at its end. */
  readonly #streamed = new Set<string>();
  #final = '';
  /** Hashes of those to which undos went back; nobody means these. */
  readonly #takenBack = new Set<string>();
  #hasHandEdits = false;

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

  /** The document when the proposal was asked for, with `\n` line ends. */
  get base(): string {
    return this.#base;
  }

  get documentUri(): vscode.Uri {
    return this.#document.uri;
  }

  /** The right-hand side as it is, with what was changed by hand there. */
  get text(): string {
    return this.#files.text(this.proposalUri) ?? this.#base;
  }

  /**
   * Shows `text` (lines ending in `\n`) on the right-hand side, which people cannot edit yet. What brings addresses along that VS Code may
   * load waits for the end, when the user is asked.
   */
  propose(text: string): void {
    if (text !== this.#shown && !this.#hasToWait(text)) {
      this.#shown = text;
      this.#streamed.add(hash(text));
      this.#files.update(this.proposalUri, withLineEndsOf(this.#document, text), true);
    }
  }

  #hasToWait(text: string): boolean {
    const isLong = text.length > limits.edit.scanned;
    return mayLoadAddresses(text) && (isLong || addressesToLoad(this.#base, text).length > 0);
  }

  /** The stream has ended: from here on the right-hand side may be edited by hand. */
  finish(text: string, completeness: Completeness): void {
    this.#completeness = completeness;
    this.#final = text;
    this.#streamed.add(hash(this.#base));
    this.#streamed.delete(hash(text));
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
    await this.#keepHandEdits();
    const document = await vscode.workspace.openTextDocument(this.#document.uri);
    const merged = mergeProposal(this.#base, normalizedText(document), normalizeLineEnds(this.text));
    if (merged.kind === 'conflict') {
      return 'conflict';
    }
    // Both first, so that an undo right after the change can only mean the document.
    await this.close();
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const edits = toTextEdits(document, changesBetween(normalizedText(document), merged.text));
    if (edits.length > 0) {
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      if (!(await vscode.workspace.applyEdit(edit))) {
        await this.show();
        return 'refused';
      }
    }
    const place = edits[0]?.range.start ?? new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(editor.selection);
    return 'accepted';
  }

  /** Closes the diff without asking; the proposal stays as it is, so that it can be shown again. */
  async close(): Promise<void> {
    await this.#keepHandEdits();
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    if (this.#isShownIn(activeTab)) {
      // All of it is in our file system: VS Code need not ask what becomes of an editor that is still being saved.
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter((tab) => this.#isShownIn(tab)));
  }

  /**
   * Takes note of a change in the editor. True when it was an undo that went back to where the answer was still coming;
   * people may well bring about the same text on purpose, by reverting every hunk.
   */
  noteChange(reason: vscode.TextDocumentChangeReason | undefined): boolean {
    const text = this.#openProposal()?.getText() ?? '';
    const key = hash(normalizeLineEnds(text));
    const isFromStream = this.#completeness !== 'streaming' && this.#streamed.has(key);
    const isTakenBack = reason === vscode.TextDocumentChangeReason.Undo && isFromStream;
    if (isTakenBack) {
      this.#takenBack.add(key);
    } else if (reason === undefined) {
      this.#takenBack.delete(key);
    }
    // What is neither in the file nor from the stream was written here by hand.
    this.#hasHandEdits =
      this.#completeness !== 'streaming' && !isFromStream && text !== this.#files.text(this.proposalUri);
    return isTakenBack;
  }

  /**
   * What the file is to hold where VS Code saves `text`: a save may come in the middle of an undo that is redone at once, and what it
   * saved would come back into the editor.
   */
  textToKeep(text: string): string {
    return this.#takenBack.has(hash(normalizeLineEnds(text))) ? withLineEndsOf(this.#document, this.#final) : text;
  }

  /** Forgets the proposal. */
  dispose(): void {
    this.#files.remove(this.proposalUri);
  }

  /** Takes what stands in the editor, which may be a moment ahead of the file. */
  async #keepHandEdits(): Promise<void> {
    const open = this.#openProposal();
    await open?.save();
    if (open && (open.isDirty || this.#hasHandEdits)) {
      this.#hasHandEdits = false;
      this.#files.update(this.proposalUri, this.textToKeep(open.getText()), false);
    }
  }

  #openProposal(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === this.proposalUri.toString());
  }

  #isShownIn(tab: vscode.Tab | undefined): boolean {
    return proposalOf(tab)?.toString() === this.proposalUri.toString();
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

function hash(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
