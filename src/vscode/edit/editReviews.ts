// All proposed changes of this window: asking for them, and what accept, reject and restore do.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Completeness } from '../../edit/proposalBuilder.ts';
import type { Feature } from '../../shared/credits.ts';
import type { Translate } from '../../shared/translate.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { mayShow } from '../host/askAboutAddresses.ts';
import { DisposableStore } from '../host/disposableStore.ts';
import { EditReview, proposalOf } from './editReview.ts';
import { ProposalFileSystem } from './proposalFileSystem.ts';
import { showInformation, showProblem, showWarning } from '../host/notices.ts';

const reviewingContext = 'opencodex.isReviewing';

/** What an action asks for. `name` is shown; `instruction` goes to the model, in English. */
export interface EditRequest {
  readonly name: string;
  /** Under which it is kept what it cost. */
  readonly feature: Feature;
  readonly instruction: string;
}

export class EditReviews implements vscode.Disposable {
  readonly #t: Translate;
  readonly #reviews = new Map<string, EditReview>();
  readonly #files = new ProposalFileSystem((uri, text) => this.#reviews.get(uri.toString())?.textToKeep(text) ?? text);
  readonly #disposables = new DisposableStore();

  constructor(t: Translate) {
    this.#t = t;
    this.#disposables.add(this.#files);
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#updateContext()));
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#updateContext()));
    // Saved at once, so that closing a review never asks.
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        const review = this.#reviews.get(document.uri.toString());
        if (review && contentChanges.length > 0 && review.noteChange(reason)) {
          // To VS Code each piece of the answer was a change that can be undone; to people only their own are.
          void vscode.commands.executeCommand('redo');
        } else if (review && document.isDirty) {
          void document.save();
        }
      }),
    );
    void this.#closeStaleTabs();
  }

  /** Opens a review of `target`'s document with nothing proposed yet. */
  async open(target: CodeTarget, request: EditRequest): Promise<EditReview> {
    const fileName = target.document.uri.path.split('/').at(-1) ?? '';
    const title = this.#t('{0}: {1} (OpenCodex)', fileName, request.name);
    const review = new EditReview(randomUUID(), target.document, this.#files, title);
    this.#reviews.set(review.proposalUri.toString(), review);
    await review.show();
    return review;
  }

  /** Puts the proposal of the active review into its document. */
  async accept(): Promise<void> {
    const review = this.#active();
    if (!review || !(await this.#mayAccept(review))) {
      return;
    }
    switch (await review.accept()) {
      case 'accepted':
        this.#forget(review);
        return;
      case 'conflict':
        return this.#offerCopy(
          review,
          this.#t('The file was changed where this proposal changes it. Nothing was written; the proposal is kept.'),
        );
      case 'refused':
        return this.#offerCopy(review, this.#t('The file cannot be edited. The proposal is kept.'));
    }
  }

  /** Where it cannot be put in, people may do it by hand. */
  #offerCopy(review: EditReview, text: string): Promise<void> {
    // The notification may outlive the review.
    const proposal = review.text;
    return showProblem(text, this.#t('Copy proposal'), () =>
      vscode.env.clipboard.writeText(this.#isOpen(review) ? review.text : proposal),
    );
  }

  /** Closes the active review and leaves its document as it is. */
  async reject(): Promise<void> {
    const review = this.#active();
    if (!review) {
      return;
    }
    await review.close();
    const restore = this.#t('Restore');
    const choice = await showInformation(this.#t('The proposed change was rejected.'), restore);
    if (choice === restore) {
      await review.show();
    }
  }

  /** Shows the whole proposal, or takes the review back: where there is none, or the user does not want it shown, which gives false. */
  async finish(review: EditReview, text: string, completeness: Completeness): Promise<boolean> {
    const isWanted = await mayShow(review.base, text, this.#t);
    if (isWanted) {
      review.finish(text, completeness);
    }
    if (!isWanted || completeness === 'none') {
      await review.close();
      this.#forget(review);
    }
    return isWanted;
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#reviews.clear();
  }

  async #mayAccept(review: EditReview): Promise<boolean> {
    if (review.completeness === 'streaming') {
      void showInformation(this.#t('The proposal is still being written.'));
      return false;
    }
    if (review.completeness === 'complete') {
      return true;
    }
    const accept = this.#t('Accept Anyway');
    const question = this.#t('The answer ended early: this proposal may be incomplete.');
    return (await showWarning(question, { modal: true }, accept)) === accept;
  }

  #active(): EditReview | undefined {
    const uri = proposalOf(vscode.window.tabGroups.activeTabGroup.activeTab);
    return uri && this.#reviews.get(uri.toString());
  }

  #isOpen(review: EditReview): boolean {
    return this.#reviews.has(review.proposalUri.toString());
  }

  #forget(review: EditReview): void {
    this.#reviews.delete(review.proposalUri.toString());
    review.dispose();
  }

  #updateContext(): void {
    void vscode.commands.executeCommand('setContext', reviewingContext, this.#active() !== undefined);
  }

  /** After a reload VS Code brings our tabs back, but proposals live in memory. */
  async #closeStaleTabs(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(
      tabs.filter((tab) => {
        const uri = proposalOf(tab);
        return uri !== undefined && !this.#files.has(uri);
      }),
    );
  }
}
