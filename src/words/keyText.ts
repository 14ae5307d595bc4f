// What is said of a key that was entered: of its form, and of what the gateway said to it.
import { defaultBaseUrl } from '../shared/baseUrl.ts';
import { isGatewayFailure } from '../shared/gateway.ts';
import type { Translate } from '../shared/translate.ts';

/** What is wrong with the key's form; undefined where the gateway is to be asked. */
export function keyFormProblem(key: string, baseUrl: string, t: Translate): string | undefined {
  if (/[^\x21-\x7e]/.test(key)) {
    return t('A key has no spaces or special characters. Was something else pasted?');
  }
  if (baseUrl === defaultBaseUrl && !key.startsWith('sk-live-')) {
    return t('An OpenCodex key begins with sk-live-.');
  }
  return undefined;
}

/** `doubtful`: nobody knows whether it works, and `reason` says why. Only a key that the gateway refuses is not kept. */
export type KeyVerdict =
  | { readonly kind: 'works' }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'doubtful'; readonly reason: string };

/** By what the attempt to read the list of models threw. */
export function judgeKey(failure: unknown, isGivenUp: boolean, textOf: (failure: unknown) => string): KeyVerdict {
  if (isGivenUp) {
    return { kind: 'given-up' };
  }
  if (isGatewayFailure(failure) && failure.kind === 'invalid-key') {
    return { kind: 'refused' };
  }
  return { kind: 'doubtful', reason: textOf(failure) };
}
