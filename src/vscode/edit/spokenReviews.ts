// Proposed changes with a voice: what people are told and asked about each.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Judgement } from '../../edit/judgeAnswer.ts';
import type { ReviewTale } from '../../edit/review.ts';
import type { Doubt } from '../../shared/doubts.ts';
import type { Translate } from '../../shared/translate.ts';
import { doubtText } from '../../words/doubtText.ts';
import { mayShow } from '../host/askAboutAddresses.ts';
import { showInformation, showProblem, showWarning } from '../host/notices.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { toEditTarget } from './documentText.ts';
import { EditReview, type ReviewVoice } from './editReview.ts';
import type { EditRequest, EditReviews } from './editReviews.ts';

export class SpokenReviews implements ReviewVoice {
  readonly #reviews: EditReviews;
  readonly #t: Translate;

  constructor(reviews: EditReviews, t: Translate) {
    this.#reviews = reviews;
    this.#t = t;
  }

  /** Opens a review of the target's document with nothing proposed yet. */
  async open(target: CodeTarget, { name }: EditRequest): Promise<EditReview> {
    const { document } = target;
    const fileName = document.uri.path.split('/').at(-1) ?? '';
    const title = this.#t('{0}: {1} (OpenCodex)', fileName, name);
    const review = new EditReview(
      { id: randomUUID(), document, range: toEditTarget(target), title },
      this.#reviews.files,
      this,
    );
    this.#reviews.add(review);
    await review.show();
    return review;
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
    this.#reviews.remove(review);
  }

  /** Where it cannot be put in, people may do it by hand. */
  #offerCopy({ proposalUri }: EditReview, text: string): Promise<void> {
    // The notification may outlive the review.
    const proposal = this.#reviews.files.text(proposalUri) ?? '';
    return showProblem(text, this.#t('Copy proposal'), () =>
      vscode.env.clipboard.writeText(this.#reviews.files.text(proposalUri) ?? proposal),
    );
  }

  async #offerRestore(review: EditReview): Promise<void> {
    const restore = this.#t('Restore');
    const choice = await showInformation(this.#t('The proposed change was rejected.'), restore);
    if (choice === restore) {
      await review.perform('restore-chosen');
    }
  }
}

/** As it came, in a file that was never saved. */
export async function showAnswer(answer: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content: answer, language: 'markdown' });
  await vscode.window.showTextDocument(document);
}
