// What is said of files of chats that were read in.
import { limits } from '../shared/limits.ts';
import type { Translate } from '../shared/translate.ts';

/** Why nothing was taken from a file. */
export type FileRefusal = 'unknown' | 'newer' | 'damaged' | 'too-many' | 'too-long';

export function refusalText(refusal: FileRefusal, t: Translate): string {
  switch (refusal) {
    case 'unknown':
      return t('it holds no chats of OpenCodex, Continue or Cline.');
    case 'newer':
      return t('it was written by a newer version of OpenCodex.');
    case 'damaged':
      return t('it is damaged.');
    case 'too-many':
      return t(
        'it holds more than {0} chats, or a chat of more than {1} messages.',
        limits.import.chats,
        limits.import.messages,
      );
    case 'too-long':
      return t('it is larger than 64 MB.');
  }
}

/** What came of all the files together. */
export interface ImportedChats {
  /** Those that brought something that was not there. */
  readonly count: number;
  /** Whether there were others. */
  readonly hasOld: boolean;
  readonly isStopped: boolean;
}

/** Undefined where only the problems are worth a word. */
export function importedText({ count, hasOld, isStopped }: ImportedChats, t: Translate): string | undefined {
  if (isStopped) {
    return t('The import was stopped. {0} chats were imported before.', count);
  }
  if (count > 0) {
    return t('{0} chats imported.', count);
  }
  return hasOld ? t('All of these chats were here already.') : undefined;
}
