import { describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { importedText, refusalText } from '../../../src/words/importText.ts';

const t = createTranslate({});

describe('what is said of imported files', () => {
  it.each([
    [{ count: 3, hasOld: true, isStopped: false }, '3 chats imported.'],
    [{ count: 0, hasOld: true, isStopped: false }, 'All of these chats were here already.'],
    [{ count: 0, hasOld: false, isStopped: false }, undefined],
    [{ count: 2, hasOld: false, isStopped: true }, 'The import was stopped. 2 chats were imported before.'],
  ])('together: %o', (chats, text) => {
    expect(importedText(chats, t)).toBe(text);
  });

  it('is why nothing was taken', () => {
    const refusals = ['unknown', 'newer', 'damaged', 'too-many', 'too-long'] as const;
    expect(refusals.map((refusal) => refusalText(refusal, t))).toEqual([
      'it holds no chats of OpenCodex, Continue or Cline.',
      'it was written by a newer version of OpenCodex.',
      'it is damaged.',
      expect.stringMatching(/^it holds more than \S+ chats, or a chat of more than \S+ messages\.$/),
      'it is larger than 64 MB.',
    ]);
  });
});
