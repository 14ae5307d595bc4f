import { describe, expect, it } from 'vitest';
import { parseKnownBalance } from '../../../src/shared/balance.ts';

const balance = { remaining: 482.5, unit: 'credits', readAt: 7 * 60_000 };

describe('parseKnownBalance', () => {
  it('takes back what was kept and refuses anything else', () => {
    expect(parseKnownBalance({ ...balance, baseUrl: 'x' })).toEqual(balance);
    for (const stored of [
      undefined,
      null,
      'x',
      [],
      {},
      { ...balance, remaining: '5' },
      { ...balance, readAt: Number.NaN },
    ]) {
      expect(parseKnownBalance(stored)).toBeUndefined();
    }
  });
});
