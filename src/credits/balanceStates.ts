// What is known of the balance after a reading, and where it is not read at all.
import type { BalanceState, KnownBalance } from '../shared/balance.ts';
import type { Connection } from '../shared/connection.ts';
import { isGatewayFailure } from '../shared/gateway.ts';
import type { ReadBalance } from './balanceReader.ts';

interface Knowledge {
  /** The figure before, of the same address. */
  readonly last: KnownBalance | undefined;
  readonly hasKey: boolean;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

export function stateAfterReading(balance: ReadBalance, { last, hasKey, readAt }: Knowledge): BalanceState {
  switch (balance.kind) {
    case 'known':
      return { kind: 'known', balance: { remaining: balance.remaining, unit: balance.unit, readAt } };
    case 'unlimited':
      return { kind: 'unlimited' };
    case 'unknown':
      return { kind: 'unknown', gap: { kind: 'not-understood' }, last };
    case 'failure': {
      const { error } = balance;
      const isKeyMissing = !hasKey && isGatewayFailure(error) && error.kind === 'invalid-key';
      return isKeyMissing ? { kind: 'no-key' } : { kind: 'unknown', gap: { kind: 'failure', error }, last };
    }
  }
}

interface Occasion {
  /** The user wants to know it now. */
  readonly isWanted: boolean;
  /** It is read between requests, too. */
  readonly isReadBetween: boolean;
  readonly last: KnownBalance | undefined;
}

/** What is known of it without asking; undefined where the gateway is to be asked. */
export function stateWithoutReading(
  { hasKey, isKeyOptional, addressProblem }: Connection,
  { isWanted, isReadBetween, last }: Occasion,
): BalanceState | undefined {
  if (addressProblem !== undefined) {
    return { kind: 'unknown', gap: { kind: 'address', reason: addressProblem }, last };
  }
  if (!hasKey && !(isKeyOptional && isWanted)) {
    return { kind: 'no-key' };
  }
  if (isWanted || isReadBetween) {
    return undefined;
  }
  return last ? { kind: 'known', balance: last } : { kind: 'unknown', gap: { kind: 'after-requests-only' } };
}
