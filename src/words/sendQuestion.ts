// Why people are asked before code goes out.
import type { Rights } from '../shared/rights.ts';
import { limits } from '../shared/limits.ts';
import type { FoundSecret } from '../shared/secrets.ts';
import type { Translate } from '../shared/translate.ts';

/** Code that an action would send. */
export interface CodeToSend {
  /** Of the file's own name, or of the file to which it is a link. */
  readonly hasSecretName: boolean;
  /** In what is sent. */
  readonly secret: FoundSecret | undefined;
  /** In characters. */
  readonly length: number;
  /** False where what was passed to the command tells that something else than our menus, or the user's keys, has called it. */
  readonly isOwnDoing: boolean;
}

/** In this order; none where it may go out without a question. */
export function reasonsToAsk(code: CodeToSend, { isPaid, sendsFile }: Rights, t: Translate): readonly string[] {
  const { hasSecretName, secret, length, isOwnDoing } = code;
  return [
    ...(sendsFile && hasSecretName ? [t('By its name, the file may hold passwords or keys.')] : []),
    ...(sendsFile && secret !== undefined ? [secretText(secret, t)] : []),
    ...(sendsFile && length > limits.code.unasked ? [t('It is long: {0} characters.', length)] : []),
    ...(isPaid && !isOwnDoing
      ? [t('This was not started in a menu of OpenCodex: a link or another extension may have done it.')]
      : []),
  ];
}

function secretText(secret: FoundSecret, t: Translate): string {
  return secret.kind === 'key'
    ? t('It seems to hold a key (“{0}…”).', secret.begins)
    : t('It seems to hold a private key.');
}
