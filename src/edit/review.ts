// One proposed change under review, as a state machine: it is told what happens, and says what is to be done. Pure.
import { addressesToLoad, mayLoadAddresses } from '../shared/addressesToLoad.ts';
import type { Doubt } from '../shared/doubts.ts';
import { limits } from '../shared/limits.ts';
import { AnchoredRange, type DocumentEdit, type LineRange } from './anchoredRange.ts';
import { mergeProposal, type MergeResult } from './mergeProposal.ts';
import type { Judgement } from './judgeAnswer.ts';
import { ProposalText, type ProposalChange } from './proposalText.ts';
import { changesBetween, type TextChange } from './textChanges.ts';

/** All texts have `\n` line ends. */
export type ReviewEvent =
  | { readonly type: 'answer-grew'; readonly text: string }
  /** `isShown`: false where the user does not want to see it. */
  | { readonly type: 'answer-ended'; readonly judgement: Judgement; readonly isShown: boolean }
  /** Somebody has edited the document that is to be changed. */
  | { readonly type: 'document-edited'; readonly edits: readonly DocumentEdit[] }
  | { readonly type: 'proposal-changed'; readonly change: ProposalChange }
  | { readonly type: 'proposal-saved'; readonly text: string }
  | { readonly type: 'accept-chosen' }
  | { readonly type: 'reject-chosen' }
  | { readonly type: 'restore-chosen' }
  /** To `ask-about-doubts`. */
  | { readonly type: 'doubts-answered'; readonly isAccepted: boolean }
  /** To `save-all`. */
  | { readonly type: 'all-saved' }
  /** To `read-document`. */
  | { readonly type: 'document-read'; readonly text: string }
  /** To `close-review`; false where VS Code has left it open. */
  | { readonly type: 'review-closed'; readonly isClosed: boolean }
  /** To `show-document`, with the document's text of the moment: nothing may come between this event and doing its effects. */
  | { readonly type: 'document-shown'; readonly text: string }
  /** To `change-document`: whether all was done or nothing, and the document's text afterwards. */
  | { readonly type: 'document-changed'; readonly isDone: boolean; readonly text: string }
  /** What was to be done has failed. */
  | { readonly type: 'effect-failed' };

export type ReviewTale = 'still-growing' | 'conflict' | 'refused' | 'rejected';

export type ReviewEffect =
  /** Into the proposal's file; people may edit it unless `isReadOnly`. */
  | { readonly type: 'write'; readonly text: string; readonly isReadOnly: boolean }
  /** In the proposal's editor, which shows `text` then. */
  | { readonly type: 'redo'; readonly text: string }
  | { readonly type: 'save' }
  | { readonly type: 'ask-about-doubts'; readonly doubts: readonly Doubt[] }
  /** The proposal's editor must hold nothing unsaved, so that VS Code closes it without a question. */
  | { readonly type: 'save-all' }
  | { readonly type: 'read-document' }
  | { readonly type: 'show-review' }
  | { readonly type: 'close-review' }
  | { readonly type: 'show-document' }
  /** One undo step, refused if the document is another by then. */
  | { readonly type: 'change-document'; readonly changes: readonly TextChange[] }
  | { readonly type: 'place-cursor'; readonly offset: number }
  | { readonly type: 'tell'; readonly what: ReviewTale }
  /** The proposal is done with. */
  | { readonly type: 'forget' };

/** What the user has asked for, as far as it has come: one at a time, so that no key that is held down acts on what comes next. */
type Job =
  | { readonly step: 'none' | 'asking' | 'saving' | 'reading' | 'closing' | 'showing' | 'leaving' }
  | { readonly step: 'changing'; readonly from: string; readonly offset: number };

const idle: Job = { step: 'none' };

export class Review {
  /** The document when the proposal was asked for. */
  readonly base: string;
  readonly #proposal: ProposalText;
  /** Undefined until the answer has ended. */
  #doubts: readonly Doubt[] | undefined;
  #job: Job = idle;
  #isRejecting = false;
  #isForgotten = false;

  readonly #range: LineRange;
  readonly #anchor: AnchoredRange;

  /** @param range the lines that the proposal was asked for. `fingerprint`: as `ProposalText` needs it */
  constructor(base: string, range: LineRange, fingerprint: (text: string) => string) {
    this.base = base;
    this.#range = range;
    this.#anchor = new AnchoredRange(base, range);
    this.#proposal = new ProposalText(base, fingerprint);
  }

  /** What is to be done, in this order. */
  handle(event: ReviewEvent): readonly ReviewEffect[] {
    return this.#isForgotten ? [] : this.#handle(event);
  }

  #handle(event: ReviewEvent): readonly ReviewEffect[] {
    switch (event.type) {
      case 'answer-grew':
        return this.#grow(event.text);
      case 'answer-ended':
        return this.#end(event);
      case 'document-edited':
        this.#anchor.follow(event.edits);
        return [];
      case 'proposal-changed':
        return this.#noteChange(event.change);
      case 'proposal-saved':
        return this.#noteSave(event.text);
      case 'restore-chosen':
        return [{ type: 'show-review' }];
      case 'effect-failed':
        return this.#fail();
      default:
        return this.#goOn(event);
    }
  }

  /** Along the way of accepting and rejecting; what belongs to another step than the one under way changes nothing. */
  #goOn(event: ReviewEvent): readonly ReviewEffect[] {
    const { step } = this.#job;
    switch (event.type) {
      case 'accept-chosen':
        return step === 'none' ? this.#accept() : [];
      case 'reject-chosen':
        return step === 'none' ? this.#saveAll({ isRejecting: true }) : [];
      case 'doubts-answered':
        return step === 'asking' ? this.#judge(event.isAccepted) : [];
      case 'all-saved':
        return step === 'saving' ? this.#close() : [];
      case 'document-read':
        return step === 'reading' ? this.#tryMerge(event.text) : [];
      case 'review-closed':
        return step === 'closing' || step === 'leaving' ? this.#leave(event.isClosed) : [];
      case 'document-shown':
        return step === 'showing' ? this.#merge(event.text) : [];
      case 'document-changed':
        return this.#finish(event.isDone, event.text);
      default:
        return [];
    }
  }

  #grow(text: string): readonly ReviewEffect[] {
    if (this.#doubts || text === this.#proposal.text || this.#hasToWait(text)) {
      return [];
    }
    this.#proposal.grow(text);
    return [{ type: 'write', text, isReadOnly: true }];
  }

  /** What brings addresses along that VS Code may load is shown at the end, when the user is asked. */
  #hasToWait(text: string): boolean {
    const isLong = text.length > limits.edit.scanned;
    return mayLoadAddresses(text) && (isLong || addressesToLoad(this.base, text).length > 0);
  }

  #end({ judgement, isShown }: Extract<ReviewEvent, { type: 'answer-ended' }>): readonly ReviewEffect[] {
    if (!isShown) {
      return [{ type: 'close-review' }, ...this.#forget()];
    }
    if (judgement.kind === 'nothing') {
      const write: ReviewEffect = { type: 'write', text: this.base, isReadOnly: false };
      return [write, { type: 'close-review' }, ...this.#forget()];
    }
    const { text, doubts } = judgement;
    this.#doubts = doubts;
    this.#proposal.end(text);
    return [{ type: 'write', text, isReadOnly: false }];
  }

  #noteChange(change: ProposalChange): readonly ReviewEffect[] {
    const reaction = this.#proposal.noteChange(change);
    switch (reaction) {
      case 'redo':
        return [{ type: 'redo', text: this.#proposal.text }];
      case 'save':
        return [{ type: 'save' }];
      case undefined:
        return [];
    }
  }

  #noteSave(text: string): readonly ReviewEffect[] {
    const instead = this.#proposal.noteSave(text);
    return instead === undefined ? [] : [{ type: 'write', text: instead, isReadOnly: false }];
  }

  #accept(): readonly ReviewEffect[] {
    if (!this.#doubts) {
      return [{ type: 'tell', what: 'still-growing' }];
    }
    if (this.#doubts.length === 0) {
      return this.#saveAll({ isRejecting: false });
    }
    this.#job = { step: 'asking' };
    return [{ type: 'ask-about-doubts', doubts: this.#doubts }];
  }

  #judge(isAccepted: boolean): readonly ReviewEffect[] {
    return isAccepted ? this.#saveAll({ isRejecting: false }) : this.#stop();
  }

  #saveAll({ isRejecting }: { readonly isRejecting: boolean }): readonly ReviewEffect[] {
    this.#isRejecting = isRejecting;
    this.#job = { step: 'saving' };
    return [{ type: 'save-all' }];
  }

  /** Rejecting: closes. Accepting: looks first whether it can be put in, so that a conflict leaves the review as it is. */
  #close(): readonly ReviewEffect[] {
    this.#job = { step: this.#isRejecting ? 'leaving' : 'reading' };
    return [...this.#keep(), { type: this.#isRejecting ? 'close-review' : 'read-document' }];
  }

  /** The file holds what is meant, also where VS Code could not save it. */
  #keep(): readonly ReviewEffect[] {
    if (this.#proposal.isKept || !this.#doubts) {
      return [];
    }
    const { text } = this.#proposal;
    this.#proposal.noteWritten(text);
    return [{ type: 'write', text, isReadOnly: false }];
  }

  #tryMerge(current: string): readonly ReviewEffect[] {
    if (this.#mergedInto(current).kind === 'conflict') {
      return this.#stop({ type: 'tell', what: 'conflict' });
    }
    // Before the change, so that an undo right after it can only mean the document.
    this.#job = { step: 'closing' };
    return [{ type: 'close-review' }];
  }

  #mergedInto(current: string): MergeResult {
    const anchors = { before: this.#range, now: this.#anchor.in(current) };
    return mergeProposal(this.base, current, this.#proposal.text, anchors);
  }

  #leave(isClosed: boolean): readonly ReviewEffect[] {
    if (!isClosed) {
      return this.#stop();
    }
    if (this.#isRejecting) {
      return this.#stop({ type: 'tell', what: 'rejected' });
    }
    this.#job = { step: 'showing' };
    return [{ type: 'show-document' }];
  }

  /** Anew: people, formatters and other extensions may have changed the document while the review was closed. */
  #merge(current: string): readonly ReviewEffect[] {
    const merged = this.#mergedInto(current);
    if (merged.kind === 'conflict') {
      return this.#stop({ type: 'show-review' }, { type: 'tell', what: 'conflict' });
    }
    const changes = changesBetween(current, merged.text);
    const offset = changes[0]?.start ?? 0;
    if (changes.length === 0) {
      return [{ type: 'place-cursor', offset }, ...this.#forget()];
    }
    this.#job = { step: 'changing', from: current, offset };
    return [{ type: 'change-document', changes }];
  }

  #finish(isDone: boolean, text: string): readonly ReviewEffect[] {
    if (this.#job.step !== 'changing') {
      return [];
    }
    const { from, offset } = this.#job;
    if (isDone) {
      return [{ type: 'place-cursor', offset }, ...this.#forget()];
    }
    // Refused because somebody was quicker: the proposal may still fit.
    return text === from ? this.#stop({ type: 'show-review' }, { type: 'tell', what: 'refused' }) : this.#merge(text);
  }

  /** A review that was closed for something that then failed comes back. */
  #fail(): readonly ReviewEffect[] {
    const isClosed = this.#job.step === 'showing' || this.#job.step === 'changing';
    return this.#stop(...(isClosed ? [{ type: 'show-review' } as const] : []));
  }

  #stop(...effects: readonly ReviewEffect[]): readonly ReviewEffect[] {
    this.#job = idle;
    return effects;
  }

  #forget(): readonly ReviewEffect[] {
    this.#job = idle;
    this.#isForgotten = true;
    return [{ type: 'forget' }];
  }
}
