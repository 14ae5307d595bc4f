// What is known of the balance: facts, which `words/balanceState.ts` says in the language of the moment.
import type { BaseUrlRefusal } from './baseUrl.ts';
import { isRecord, readNumber, readString } from './json.ts';

/** A figure that was read, and when (milliseconds since 1970). */
export interface KnownBalance {
  readonly remaining: number;
  readonly unit: string;
  readonly readAt: number;
}

/** Why the balance is not known. `after-requests-only`: the user wants it so, and there was no request yet. */
export type BalanceGap =
  | { readonly kind: 'address'; readonly reason: BaseUrlRefusal }
  | { readonly kind: 'failure'; readonly error: unknown }
  | { readonly kind: 'not-understood' }
  | { readonly kind: 'after-requests-only' };

export type BalanceState =
  | { readonly kind: 'no-key' }
  | { readonly kind: 'loading'; readonly last?: KnownBalance | undefined }
  | { readonly kind: 'known'; readonly balance: KnownBalance }
  | { readonly kind: 'unlimited' }
  | { readonly kind: 'unknown'; readonly gap: BalanceGap; readonly last?: KnownBalance | undefined };

export function parseKnownBalance(stored: unknown): KnownBalance | undefined {
  if (!isRecord(stored)) {
    return undefined;
  }
  const remaining = readNumber(stored, 'remaining');
  const unit = readString(stored, 'unit');
  const readAt = readNumber(stored, 'readAt');
  return remaining === undefined || unit === undefined || readAt === undefined
    ? undefined
    : { remaining, unit, readAt };
}
