// The sentence that the user reads while chats cannot be stored.
import type { StoreProblem } from '../shared/history.ts';
import type { Translate } from '../shared/translate.ts';

export function storeProblemSentence(problem: StoreProblem, t: Translate): string {
  switch (problem) {
    case 'newer':
      return t('Chats are not being saved: another window runs a newer version of OpenCodex.');
    case 'full':
      return t('Chats are not being saved: the disk is full.');
    case 'read-only':
      return t('Chats are not being saved: their folder cannot be written.');
    case 'busy':
      return t('Chats are not being saved at the moment: another window is using their file.');
    case 'broken':
      return t('Chats are not being saved: the file that keeps them cannot be used.');
  }
}
