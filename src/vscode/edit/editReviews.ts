// All proposed changes of this window: opening a review of each, and what people are told and asked about them.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { reviewing } from '../../contributions/contextKeys.ts';
import { normalizeLineEnds } from '../../edit/lineEnds.ts';
import type { Judgement } from '../../edit/judgeAnswer.ts';
import type { ReviewEvent, ReviewTale } from '../../edit/review.ts';
import type { Doubt } from '../../shared/doubts.ts';
import type { Feature } from '../../shared/credits.ts';
import type { Translate } from '../../shared/translate.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { doubtText } from '../../words/doubtText.ts';
import { mayShow } from '../host/askAboutAddresses.ts';
import { ContextKey } from '../host/contextKey.ts';
import { DisposableStore } from '../host/disposableStore.ts';
import { normalizedText } from './documentText.ts';
import { EditReview, proposalOf, type ReviewVoice } from './editReview.ts';
import { ProposalFileSystem } from './proposalFileSystem.ts';
import { showInformation, showProblem, showWarning } from '../host/notices.ts';

/** What an action asks for. `name` is shown; `instruction` goes to the model, in English. */
export interface EditRequest {
  readonly name: string;
  /** Under which it is kept what it cost. */
  readonly feature: Feature;
  readonly instruction: string;
}

export class EditReviews implements vscode.Disposable, ReviewVoice {
  readonly #t: Translate;
  readonly #reviews = new Map<string, EditReview>();
  readonly #isReviewing = new ContextKey(reviewing);
  readonly #files = new ProposalFileSystem((uri, text) => {
    void this.#reviewOf(uri)?.handle({ type: 'proposal-saved', text: normalizeLineEnds(text) });
  });
  readonly #disposables = new DisposableStore();

  constructor(t: Translate) {
    this.#t = t;
    this.#disposables.add(this.#files);
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabs(() => this.#updateContext()));
    this.#disposables.add(vscode.window.tabGroups.onDidChangeTabGroups(() => this.#updateContext()));
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument((event) => void this.#reviewOf(event.document.uri)?.handle(told(event))),
    );
    void this.#closeStaleTabs();
  }

  /** Opens a review of `target`'s document with nothing proposed yet. */
  async open({ document }: CodeTarget, request: EditRequest): Promise<EditReview> {
    const fileName = document.uri.path.split('/').at(-1) ?? '';
    const title = this.#t('{0}: {1} (OpenCodex)', fileName, request.name);
    const review = new EditReview({ id: randomUUID(), document, title }, this.#files, this);
    this.#reviews.set(review.proposalUri.toString(), review);
    await review.show();
    return review;
  }

  /** Puts the proposal of the active review into its document. */
  async accept(): Promise<void> {
    await this.#active()?.perform('accept-chosen');
  }

  /** Closes the active review and leaves its document as it is. */
  async reject(): Promise<void> {
    await this.#active()?.perform('reject-chosen');
  }

  /** Shows the whole proposal, or takes the review back: where there is none, or the user does not want it shown, which gives false. */
  async finish(review: EditReview, judgement: Judgement): Promise<boolean> {
    const isShown = judgement.kind === 'nothing' || (await mayShow(review.base, judgement.text, this.#t));
    await review.handle({ type: 'answer-ended', judgement, isShown });
    return isShown;
  }

  async tell(review: EditReview, what: ReviewTale): Promise<void> {
    const t = this.#t;
    switch (what) {
      case 'still-growing':
        void showInformation(t('The proposal is still being written.'));
        return;
      case 'conflict':
        return this.#offerCopy(
          review,
          t('The file was changed where this proposal changes it. Nothing was written; the proposal is kept.'),
        );
      case 'refused':
        return this.#offerCopy(review, t('The file cannot be edited. The proposal is kept.'));
      case 'rejected':
        return this.#offerRestore(review);
    }
  }

  async mayAccept(doubts: readonly Doubt[]): Promise<boolean> {
    const accept = this.#t('Accept Anyway');
    const [question = '', ...others] = doubts.map((doubt) => doubtText(doubt, this.#t));
    return (await showWarning(question, { modal: true, detail: others.join('\n') }, accept)) === accept;
  }

  forget(review: EditReview): void {
    this.#reviews.delete(review.proposalUri.toString());
  }

  dispose(): void {
    void this.#disposables.dispose();
    this.#reviews.clear();
  }

  /** Where it cannot be put in, people may do it by hand. */
  #offerCopy({ proposalUri }: EditReview, text: string): Promise<void> {
    // The notification may outlive the review.
    const proposal = this.#files.text(proposalUri) ?? '';
    return showProblem(text, this.#t('Copy proposal'), () =>
      vscode.env.clipboard.writeText(this.#files.text(proposalUri) ?? proposal),
    );
  }

  async #offerRestore(review: EditReview): Promise<void> {
    const restore = this.#t('Restore');
    const choice = await showInformation(this.#t('The proposed change was rejected.'), restore);
    if (choice === restore) {
      await review.perform('restore-chosen');
    }
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
        return uri !== undefined && !this.#files.has(uri);
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
