import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { stateAfterReading, stateWithoutReading } from '../../../src/credits/balanceStates.ts';

const last = { remaining: 7, unit: 'credits', readAt: 1 };
const knowledge = { last, hasKey: true, readAt: 5 };

describe('the state of the balance after a reading', () => {
  it('is the figure with its time, or that there is no limit', () => {
    const balance = { kind: 'known', remaining: 3, unit: 'USD', total: 9 } as const;
    const known = { remaining: 3, unit: 'USD', readAt: 5 };
    expect(stateAfterReading(balance, knowledge)).toEqual({ kind: 'known', balance: known });
    expect(stateAfterReading({ kind: 'unlimited' }, knowledge)).toEqual({ kind: 'unlimited' });
  });

  it('is why there is none, with the figure before, as facts', () => {
    const error = new ApiError('server', 'down');
    expect(stateAfterReading({ kind: 'failure', error }, knowledge)).toEqual({
      kind: 'unknown',
      gap: { kind: 'failure', error },
      last,
    });
    const gap = { kind: 'not-understood' };
    expect(stateAfterReading({ kind: 'unknown', reason: 'x' }, knowledge)).toEqual({ kind: 'unknown', gap, last });
  });

  it('is that a key is missing, where the gateway wants one and there is none', () => {
    const refused = { kind: 'failure', error: new ApiError('invalid-key', 'no') } as const;
    const other = { kind: 'failure', error: new ApiError('server', 'no') } as const;
    expect(stateAfterReading(refused, { ...knowledge, hasKey: false })).toEqual({ kind: 'no-key' });
    expect(stateAfterReading(refused, knowledge)).toMatchObject({ kind: 'unknown' });
    expect(stateAfterReading(other, { ...knowledge, hasKey: false })).toMatchObject({ kind: 'unknown' });
  });
});

describe('what is known of the balance without asking', () => {
  const ready = { hasKey: true, isKeyOptional: false };
  const occasion = { isWanted: false, isReadBetween: true, last };

  it('is nothing where the gateway can be asked', () => {
    expect(stateWithoutReading(ready, occasion)).toBeUndefined();
    expect(stateWithoutReading(ready, { ...occasion, isWanted: true, isReadBetween: false })).toBeUndefined();
  });

  it('is that the address or the key is in the way', () => {
    const connection = { ...ready, hasKey: false, addressProblem: 'not-https' } as const;
    const gap = { kind: 'address', reason: 'not-https' };
    expect(stateWithoutReading(connection, occasion)).toEqual({ kind: 'unknown', gap, last });
    expect(stateWithoutReading({ ...ready, hasKey: false }, { ...occasion, isWanted: true })).toEqual({
      kind: 'no-key',
    });
  });

  it('is that a key is missing where one may not be needed, until somebody wants to know', () => {
    const loopback = { hasKey: false, isKeyOptional: true };
    expect(stateWithoutReading(loopback, occasion)).toEqual({ kind: 'no-key' });
    expect(stateWithoutReading(loopback, { ...occasion, isWanted: true })).toBeUndefined();
  });

  it('is the last figure where it is read after requests only', () => {
    const rarely = { ...occasion, isReadBetween: false };
    expect(stateWithoutReading(ready, rarely)).toEqual({ kind: 'known', balance: last });
    const gap = { kind: 'after-requests-only' };
    expect(stateWithoutReading(ready, { ...rarely, last: undefined })).toEqual({ kind: 'unknown', gap });
  });
});
