// What people are asked before a proposal is accepted that may not be what they want.
import { afterEach, describe, expect, it } from 'vitest';
import { createTranslate } from '../../../src/shared/translate.ts';
import { EditReviews } from '../../../src/vscode/edit/editReviews.ts';
import { SpokenReviews } from '../../../src/vscode/edit/spokenReviews.ts';
import { editor } from '../../window/standIn/editor.ts';

describe('a proposal in doubt', () => {
  const reviews = new EditReviews();
  const voice = new SpokenReviews(reviews, createTranslate({}));

  afterEach(() => editor.messages.clear());

  it.each([
    ['Accept Anyway', true],
    [undefined, false],
  ])('is named with all its doubts, and %s means %s', async (button, isAccepted) => {
    const asked = voice.mayAccept(['several-blocks', 'unclear-indentation', 'much-shorter']);
    const [question] = editor.messages.open;
    expect(question).toMatchObject({
      isModal: true,
      text: 'The answer has several blocks of code. The one that is most like yours was taken.',
      detail: 'The indentation may be wrong.\nMost of the code would be gone.',
      buttons: ['Accept Anyway'],
    });
    question?.answer(button);
    expect(await asked).toBe(isAccepted);
  });
});
