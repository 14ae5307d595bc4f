// What a review does with each thing that happens, and in which order. reviewRaces.test.ts lets them happen in any order.
import { describe, expect, it } from 'vitest';
import { Review, type ReviewEffect, type ReviewEvent } from '../../../src/edit/review.ts';
import type { Doubt } from '../../../src/shared/doubts.ts';

const base = 'one\ntwo\nthree\nfour\nfive\n';
const proposed = base.replace('two', 'TWO');

function create(doubts?: readonly Doubt[], text = proposed): Review {
  const review = new Review(base, { start: 0, end: base.length }, (one) => one);
  if (doubts) {
    review.handle(end(text, doubts));
  }
  return review;
}

function end(text: string, doubts: readonly Doubt[] = []): ReviewEvent {
  return { type: 'answer-ended', judgement: { kind: 'proposal', text, doubts }, isShown: true };
}

/** The types of what is to be done, after each event. */
function follow(review: Review, ...events: readonly ReviewEvent[]): readonly string[][] {
  return events.map((event) => review.handle(event).map(({ type }) => type));
}

const accept = { type: 'accept-chosen' } as const;
const saved = { type: 'all-saved' } as const;
const closed = { type: 'review-closed', isClosed: true } as const;
const read = (text: string): ReviewEvent => ({ type: 'document-read', text });
const shown = (text: string): ReviewEvent => ({ type: 'document-shown', text });
const toldOf = (what: string): ReviewEffect[] => [{ type: 'tell', what } as ReviewEffect];

/** As far as the change of a document that is as it was. */
function acceptUntilChange(review: Review): readonly ReviewEffect[] {
  follow(review, accept, saved, read(base), closed);
  return review.handle(shown(base));
}

describe('a review', () => {
  it('shows each new piece of an answer, and lets people edit the whole', () => {
    const review = create();
    const piece = base.replace('two', 'T');
    const grew = { type: 'answer-grew', text: piece } as const;
    expect(review.handle(grew)).toEqual([{ type: 'write', text: piece, isReadOnly: true }]);
    expect(review.handle(grew)).toEqual([]);
    const ended = end(proposed);
    expect(review.handle(ended)).toEqual([{ type: 'write', text: proposed, isReadOnly: false }]);
    expect(review.handle(grew)).toEqual([]);
  });

  it('lets a piece that names an address to load wait for the whole, of which the user is asked', () => {
    const text = base.replace('two', '{ "$schema": "https://evil.example/s.json" }');
    expect(create().handle({ type: 'answer-grew', text })).toEqual([]);
  });

  it('ends with an answer that has no code, or that the user does not want to see', () => {
    const ended = { type: 'answer-ended', judgement: { kind: 'nothing', why: 'no-code' }, isShown: true } as const;
    expect(follow(create(), ended, closed, accept)).toEqual([['write', 'close-review', 'forget'], [], []]);
    expect(follow(create(), { ...ended, isShown: false }, closed, accept)).toEqual([
      ['close-review', 'forget'],
      [],
      [],
    ]);
  });

  it('accepts: closes itself, shows the document, and only then changes what is there', () => {
    const review = create([]);
    expect(follow(review, accept, saved, read(base), closed)).toEqual([
      ['save-all'],
      ['read-document'],
      ['close-review'],
      ['show-document'],
    ]);
    expect(review.handle(shown(base))).toEqual([
      { type: 'change-document', changes: [{ start: 4, end: 7, text: 'TWO' }] },
    ]);
    expect(review.handle({ type: 'document-changed', isDone: true, text: proposed })).toEqual([
      { type: 'place-cursor', offset: 4 },
      { type: 'forget' },
    ]);
  });

  // Rows: F25
  it('keeps what was typed while it was closing', () => {
    const review = create([]);
    follow(review, accept, saved, read(base), closed);
    const [effect] = review.handle(shown(base.replace('five', 'five, typed by the user')));
    expect(effect).toEqual({ type: 'change-document', changes: [{ start: 4, end: 7, text: 'TWO' }] });
  });

  it('comes back where what was typed while it was closing leaves no place for it', () => {
    const review = create([]);
    follow(review, accept, saved, read(base), closed);
    expect(review.handle(shown(base.replace('two', '2')))).toEqual([{ type: 'show-review' }, ...toldOf('conflict')]);
    expect(follow(review, accept)).toEqual([['save-all']]);
  });

  it('stays as it is, in sight, where it has no place from the beginning', () => {
    const review = create([]);
    follow(review, accept, saved);
    expect(review.handle(read(base.replace('two', '2')))).toEqual(toldOf('conflict'));
  });

  it('tries again where the document changed a moment before the change came to it', () => {
    const review = create([]);
    acceptUntilChange(review);
    const text = `zero\n${base}`;
    expect(review.handle({ type: 'document-changed', isDone: false, text })).toEqual([
      { type: 'change-document', changes: [{ start: 9, end: 12, text: 'TWO' }] },
    ]);
  });

  it('comes back where the document cannot be changed', () => {
    const review = create([]);
    acceptUntilChange(review);
    expect(review.handle({ type: 'document-changed', isDone: false, text: base })).toEqual([
      { type: 'show-review' },
      ...toldOf('refused'),
    ]);
  });

  it('changes nothing where all was reverted by hand', () => {
    const review = create([]);
    const change = { text: base, hasNewText: true, isDirty: true, cause: 'other' } as const;
    review.handle({ type: 'proposal-changed', change });
    expect(acceptUntilChange(review).map(({ type }) => type)).toEqual(['place-cursor', 'forget']);
  });

  it('accepts what was done by hand, also where VS Code could not save it', () => {
    const review = create([]);
    const text = proposed.replace('TWO', 'TWO, by hand');
    const change = { text, hasNewText: true, isDirty: true, cause: 'other' } as const;
    expect(review.handle({ type: 'proposal-changed', change })).toEqual([{ type: 'save' }]);
    review.handle(accept);
    expect(review.handle(saved)).toEqual([{ type: 'write', text, isReadOnly: false }, { type: 'read-document' }]);
    follow(review, read(base), closed);
    expect(review.handle(shown(base))).toEqual([
      { type: 'change-document', changes: [{ start: 4, end: 7, text: 'TWO, by hand' }] },
    ]);
  });

  it('writes what is meant in the place of what a late save brings', () => {
    const review = create();
    const piece = base.replace('two', 'T');
    review.handle({ type: 'answer-grew', text: piece });
    review.handle(end(proposed));
    const change = { text: piece, hasNewText: true, isDirty: true, cause: 'undo' } as const;
    expect(review.handle({ type: 'proposal-changed', change })).toEqual([{ type: 'redo', text: proposed }]);
    const write = { type: 'write', text: proposed, isReadOnly: false };
    expect(review.handle({ type: 'proposal-saved', text: piece })).toEqual([write]);
    expect(review.handle({ type: 'proposal-saved', text: proposed })).toEqual([]);
  });

  it('does not accept what is still being written', () => {
    expect(create().handle(accept)).toEqual(toldOf('still-growing'));
  });

  it('asks before it accepts what is in doubt, and says what the doubts are', () => {
    const review = create(['cut-off']);
    const answered = { type: 'doubts-answered', isAccepted: false } as const;
    expect(follow(review, accept, answered, accept, { ...answered, isAccepted: true })).toEqual([
      ['ask-about-doubts'],
      [],
      ['ask-about-doubts'],
      ['save-all'],
    ]);
  });

  it('does one thing at a time, however often keys are pressed meanwhile', () => {
    const review = create([]);
    const reject = { type: 'reject-chosen' } as const;
    const [first, ...others] = follow(
      review,
      accept,
      accept,
      reject,
      saved,
      accept,
      reject,
      read(base),
      accept,
      reject,
    );
    expect(first).toEqual(['save-all']);
    expect(others).toEqual([[], [], ['read-document'], [], [], ['close-review'], [], []]);
  });

  it('rejects by closing, and can be restored', () => {
    const review = create([]);
    const reject = { type: 'reject-chosen' } as const;
    expect(follow(review, reject, saved)).toEqual([['save-all'], ['close-review']]);
    expect(review.handle(closed)).toEqual(toldOf('rejected'));
    expect(follow(review, { type: 'restore-chosen' }, accept)).toEqual([['show-review'], ['save-all']]);
  });

  it('can be rejected while it is still being written, which takes nothing from it', () => {
    const review = create();
    review.handle({ type: 'answer-grew', text: base.replace('two', 'T') });
    expect(follow(review, { type: 'reject-chosen' }, saved)).toEqual([['save-all'], ['close-review']]);
    review.handle(closed);
    const ended = end(proposed);
    expect(follow(review, ended, { type: 'restore-chosen' })).toEqual([['write'], ['show-review']]);
  });

  it('stays where VS Code does not close it, because the user said so', () => {
    for (const type of ['accept-chosen', 'reject-chosen'] as const) {
      const review = create([]);
      follow(review, { type }, saved, ...(type === 'accept-chosen' ? [read(base)] : []));
      expect(follow(review, { type: 'review-closed', isClosed: false }, accept)).toEqual([[], ['save-all']]);
    }
  });

  it('is as it was where something failed, and comes back if it was closed for it', () => {
    const review = create([]);
    follow(review, accept, saved);
    expect(follow(review, { type: 'effect-failed' }, accept, saved, read(base), closed)).toEqual([
      [],
      ['save-all'],
      ['read-document'],
      ['close-review'],
      ['show-document'],
    ]);
    expect(follow(review, { type: 'effect-failed' }, accept)).toEqual([['show-review'], ['save-all']]);
  });

  it('takes no answer that it has not asked for', () => {
    const review = create([]);
    const changed = { type: 'document-changed', isDone: true, text: proposed } as const;
    const answered = { type: 'doubts-answered', isAccepted: true } as const;
    expect(follow(review, answered, saved, read(base), closed, shown(base), changed).flat()).toEqual([]);
  });
});
