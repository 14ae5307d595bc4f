// When code goes out without a question, and what is said where it does not.
import { describe, expect, it } from 'vitest';
import { change, nothing, paid } from '../../../src/shared/rights.ts';
import { limits } from '../../../src/shared/limits.ts';
import { createTranslate } from '../../../src/shared/translate.ts';
import { reasonsToAsk, type CodeToSend } from '../../../src/words/sendQuestion.ts';

const t = createTranslate({});
const harmless: CodeToSend = { hasSecretName: false, secret: undefined, length: limits.code.unasked, isOwnDoing: true };
const worst: CodeToSend = { hasSecretName: true, secret: { kind: 'private-key' }, length: 1e9, isOwnDoing: false };
const sending = { ...paid, sendsFile: true };

describe('code that an action would send', () => {
  it('goes out without a question where there is no reason for one', () => {
    expect(reasonsToAsk(harmless, sending, t)).toEqual([]);
  });

  it.each([
    [{ hasSecretName: true }, 'By its name, the file may hold passwords or keys.'],
    [{ secret: { kind: 'key', begins: 'sk-li' } as const }, 'It seems to hold a key (“sk-li…”).'],
    [{ secret: { kind: 'private-key' } as const }, 'It seems to hold a private key.'],
    [{ length: limits.code.unasked + 1 }, `It is long: ${limits.code.unasked + 1} characters.`],
    [
      { isOwnDoing: false },
      'This was not started in a menu of OpenCodex: a link or another extension may have done it.',
    ],
  ])('is asked about with %o', (what, reason) => {
    expect(reasonsToAsk({ ...harmless, ...what }, sending, t)).toEqual([reason]);
  });

  it('is asked about for all reasons at once, but only for what the action may do', () => {
    expect(reasonsToAsk(worst, sending, t)).toHaveLength(4);
    expect(reasonsToAsk(worst, nothing, t)).toEqual([]);
    expect(reasonsToAsk(worst, change, t)).toEqual([]);
    expect(reasonsToAsk(worst, paid, t)).toHaveLength(1);
    expect(reasonsToAsk(worst, { ...nothing, sendsFile: true }, t)).toHaveLength(3);
  });
});
