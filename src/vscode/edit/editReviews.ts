// All proposed changes of this window: which of them is in front, and what VS Code says of their editors.
import * as vscode from 'vscode';
import { reviewing } from '../../contributions/contextKeys.ts';
import { normalizeLineEnds } from '../../edit/lineEnds.ts';
import type { ReviewEvent } from '../../edit/review.ts';
import type { Feature } from '../../shared/credits.ts';
import { ContextKey } from '../host/contextKey.ts';
import { DisposableStore } from '../host/disposableStore.ts';
import { normalizedText } from './documentText.ts';
import type { EditReview } from './editReview.ts';
import { ProposalFileSystem, proposalOf } from './proposalFileSystem.ts';

/** What an action asks for. `name` is shown; `instruction` goes to the model, in English. */
export interface EditRequest {
  readonly name: string;
  /** Under which it is kept what it cost. */
  readonly feature: Feature;
  readonly instruction: string;
}

export class EditReviews implements vscode.Disposable {
  readonly #reviews = new Map<string, EditReview>();
  readonly #isReviewing = new ContextKey(reviewing);
  readonly files = new ProposalFileSystem((uri, text) => {
    void this.#reviewOf(uri)?.handle({ type: 'proposal-saved', text: normalizeLineEnds(text) });
  });
  readonly #disposables = new DisposableStore();

  constructor() {
    this.#disposables.add(this.files);
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#updateContext()));
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#updateContext()));
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        void this.#reviewOf(event.document.uri)?.handle(told(event));
        this.#reviews.forEach((review) => review.noteEdits(event));
      }),
    );
    void this.#closeStaleTabs();
  }

  /** From here on it is accepted, rejected and told of. Its files are those of `files`. */
  add(review: EditReview): void {
    this.#reviews.set(review.proposalUri.toString(), review);
  }

  /** Puts the proposal of the active review into its document. */
  async accept(): Promise<void> {
    await this.#active()?.perform('accept-chosen');
  }

  /** Closes the active review and leaves its document as it is. */
  async reject(): Promise<void> {
    await this.#active()?.perform('reject-chosen');
  }

  /** It is done with. */
  remove(review: EditReview): void {
    this.#reviews.delete(review.proposalUri.toString());
  }

  dispose(): void {
    void this.#disposables.dispose();
    this.#reviews.clear();
  }

  #reviewOf(uri: vscode.Uri | undefined): EditReview | undefined {
    return uri && this.#reviews.get(uri.toString());
  }

  #active(): EditReview | undefined {
    return this.#reviewOf(proposalOf(vscode.window.tabGroups.activeTabGroup.activeTab));
  }

  #updateContext(): void {
    this.#isReviewing.set(this.#active() !== undefined);
  }

  /** After a reload VS Code brings our tabs back, but proposals live in memory. */
  async #closeStaleTabs(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter((tab) => {
        const uri = proposalOf(tab);
        return uri !== undefined && !this.files.has(uri);
      }),
    );
  }
}

function told({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): ReviewEvent {
  const { Undo, Redo } = vscode.TextDocumentChangeReason;
  const cause = reason === Undo ? 'undo' : reason === Redo ? 'redo' : 'other';
  const { isDirty } = document;
  const change = { text: normalizedText(document), hasNewText: contentChanges.length > 0, isDirty, cause } as const;
  return { type: 'proposal-changed', change };
}
