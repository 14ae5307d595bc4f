// Why a message was not sent, in words.
import type { Refusal } from '../shared/outbox.ts';
import type { Translate } from '../shared/translate.ts';
import { obstacleText } from './connectionText.ts';

export function refusalText(refusal: Refusal, t: Translate): string {
  switch (refusal.kind) {
    case 'no-key':
    case 'address':
      return obstacleText(refusal, t);
    case 'busy':
      return t('Another answer is still being written.');
    case 'too-long':
      return t('The message is too long to be sent.');
    case 'too-many':
      return t('Too many messages wait to be sent.');
  }
}
