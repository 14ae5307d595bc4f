// Which text of the right-hand side is meant: what people made of it, and never a piece to which an undo went back.
import { describe, expect, it } from 'vitest';
import { ProposalText, type ProposalChange } from '../../../src/edit/proposalText.ts';

const base = 'old\n';
const piece = 'ne\n';
const whole = 'new\n';

function change(text: string, cause: ProposalChange['cause'] = 'other', isDirty = true): ProposalChange {
  return { text, cause, isDirty, hasNewText: true };
}

/** As after an answer that came in two pieces. */
function create(): ProposalText {
  const proposal = new ProposalText(base, (text) => text);
  proposal.grow(piece);
  proposal.grow(whole);
  proposal.end(whole);
  return proposal;
}

describe('ProposalText', () => {
  it('is what was written last while the answer comes, whatever the editor shows', () => {
    const proposal = new ProposalText(base, (text) => text);
    proposal.grow(piece);
    expect(proposal.noteChange(change(base, 'other', false))).toBeUndefined();
    expect(proposal.text).toBe(piece);
  });

  it('is what people make of it by hand, which is saved at once', () => {
    const proposal = create();
    expect(proposal.noteChange(change('new, by hand\n'))).toBe('save');
    expect(proposal.text).toBe('new, by hand\n');
    expect(proposal.isKept).toBe(false);
    expect(proposal.noteSave('new, by hand\n')).toBeUndefined();
    expect(proposal.isKept).toBe(true);
  });

  it('saves also where only the editor’s state has changed', () => {
    const proposal = create();
    expect(proposal.noteChange({ ...change('ignored\n'), hasNewText: false })).toBe('save');
    expect(proposal.noteChange({ ...change('ignored\n', 'other', false), hasNewText: false })).toBeUndefined();
    expect(proposal.text).toBe(whole);
  });

  it('stays where the editor loads a piece after the whole was written', () => {
    const proposal = create();
    expect(proposal.noteChange(change(piece, 'other', false))).toBeUndefined();
    expect(proposal.text).toBe(whole);
  });

  it('goes back with an undo of what was done by hand', () => {
    const proposal = create();
    proposal.noteChange(change('new, by hand\n'));
    expect(proposal.noteChange(change(whole, 'undo'))).toBe('save');
    expect(proposal.text).toBe(whole);
  });

  it('does not go back with an undo that leads into the answer, however many come before their redos', () => {
    const proposal = create();
    expect(proposal.noteChange(change(piece, 'undo'))).toBe('redo');
    expect(proposal.noteChange(change(base, 'undo'))).toBe('redo');
    expect(proposal.noteChange(change(piece, 'redo'))).toBeUndefined();
    expect(proposal.text).toBe(whole);
    expect(proposal.noteChange(change(whole, 'redo'))).toBe('save');
    expect(proposal.text).toBe(whole);
  });

  it('keeps what is meant where a save comes between such an undo and its redo, or after both', () => {
    const proposal = create();
    proposal.noteChange(change('new, by hand\n'));
    proposal.noteChange(change(whole, 'undo'));
    proposal.noteChange(change(piece, 'undo'));
    expect(proposal.noteSave(piece)).toBe(whole);
    proposal.noteChange(change(whole, 'redo'));
    expect(proposal.noteSave(piece)).toBe(whole);
    expect(proposal.isKept).toBe(true);
  });

  it('is a piece of the answer, or what was there before, where people bring just that about by hand', () => {
    for (const text of [base, piece]) {
      const proposal = create();
      proposal.noteChange(change(text, 'undo'));
      proposal.noteChange(change(whole, 'redo'));
      expect(proposal.noteChange(change(text))).toBe('save');
      expect(proposal.text).toBe(text);
      expect(proposal.noteSave(text)).toBeUndefined();
    }
  });

  it('is such a piece again where people revert the file to it, or redo to it', () => {
    const proposal = create();
    proposal.noteChange(change(base));
    proposal.noteSave(base);
    proposal.noteChange(change('more by hand\n'));
    proposal.noteChange(change(base, 'other', false));
    expect(proposal.text).toBe(base);
    proposal.noteChange(change(whole, 'undo'));
    proposal.noteChange(change(base, 'redo'));
    expect(proposal.text).toBe(base);
  });

  it('does not lose what was done by hand after such a text: an undo of that is taken back', () => {
    const proposal = create();
    proposal.noteChange(change(base));
    proposal.noteChange(change('more by hand\n'));
    expect(proposal.noteChange(change(base, 'undo'))).toBe('redo');
    expect(proposal.text).toBe('more by hand\n');
    expect(proposal.noteSave(base)).toBe('more by hand\n');
  });
});
