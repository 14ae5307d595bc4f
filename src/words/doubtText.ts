// What may be wrong with a proposal, and why there is none, in sentences.
import type { Doubt, Nothing } from '../shared/doubts.ts';
import type { Translate } from '../shared/translate.ts';

export function doubtText(doubt: Doubt, t: Translate): string {
  switch (doubt) {
    case 'cut-off':
      return t('The answer ended early: this proposal may be incomplete.');
    case 'filtered':
      return t('A filter held back part of the answer: this proposal may be incomplete.');
    case 'several-blocks':
      return t('The answer has several blocks of code. The one that is most like yours was taken.');
    case 'unclear-fences':
      return t('It is not clear where the code begins and ends in the answer.');
    case 'no-fence':
      return t('The answer does not say which part of it is code.');
    case 'unclear-indentation':
      return t('The indentation may be wrong.');
    case 'left-out':
      return t('The answer leaves out parts of the code. They were filled in from your file.');
    case 'repeated-lines':
      return t('The answer repeats lines around your code. They were left out.');
    case 'text-after':
      return t('The answer goes on after its code. What follows was left out.');
    case 'too-long':
      return t('The answer is too long to be checked for what models get wrong.');
    case 'much-shorter':
      return t('Most of the code would be gone.');
  }
}

export function nothingText(why: Nothing, t: Translate): string {
  switch (why) {
    case 'no-code':
      return t('The model answered without any code. Nothing is proposed.');
    case 'same':
      return t('The model would change nothing: its answer is the code as it is.');
    case 'left-out':
      return t('The answer leaves out parts of the code. Nothing is proposed.');
    case 'misfit':
      return t('The answer changes other code than this. Nothing is proposed.');
  }
}
