// What is said of a proposal that came to nothing or is not whole.
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { Failures } from '../../../src/words/failures.ts';
import { Numbers } from '../../../src/words/numbers.ts';
import { explainProposal, isForProposals } from '../../../src/words/offer.ts';
import { findRemedy, remedies } from '../../../src/words/remedies.ts';

const errors = new Failures({ balance: () => undefined, cheaperThan: () => 'cheap', now: () => 0 });
const words = { t: createTranslate({}), numbers: new Numbers('en'), errors };
const ended = { model: 'dear', outcome: undefined, cause: undefined, failure: undefined, nothing: undefined };

describe('a proposal', () => {
  it('whose request failed is told by the failure, though nothing came either', () => {
    const failure = { error: new ApiError('out-of-credit', '', {}) };
    const offer = explainProposal({ ...ended, failure, nothing: 'no-code' }, words);
    expect(offer).toMatchObject({ text: 'Your credits are used up.', cheaperModel: 'cheap' });
    expect(offer.actions).toContain('cheaper-model');
  });

  it('without any code is told as such, and another model may do better', () => {
    expect(explainProposal({ ...ended, outcome: 'stop', nothing: 'no-code' }, words)).toEqual({
      text: 'The model answered without any code. Nothing is proposed.',
      actions: ['retry', 'choose-model'],
    });
  });

  it.each([
    ['length', 'The token limit ended this answer.'],
    ['cut-off', 'The answer may be incomplete: the connection ended early. All that came is kept.'],
    ['stop', 'The answer ended early: this proposal may be incomplete.'],
    [undefined, 'The answer ended early: this proposal may be incomplete.'],
  ] as const)('that is not whole after %s can only be asked for anew', (outcome, text) => {
    expect(explainProposal({ ...ended, outcome }, words)).toEqual({ text, actions: ['retry'] });
  });

  it('has no use for the rest of an answer, or for a part of it', () => {
    const unfit = Object.keys(remedies).filter((id) => {
      const remedy = findRemedy(id);
      return remedy && !isForProposals(remedy.cure);
    });
    expect(unfit).toEqual(['continue', 'fewer-tokens']);
  });
});
