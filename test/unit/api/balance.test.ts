import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBalance } from '../../../src/api/balance.ts';

const known = (remaining: number, more: object = {}): object => ({
  kind: 'known',
  remaining,
  unit: 'credits',
  ...more,
});
const unknown = { kind: 'unknown', reason: expect.any(String) as string };

// One fixture per row of wire.md section 3.
const fixtures: [string, unknown, object][] = [
  ['one-api subscription and usage', { hard_limit_usd: 20, total_usage: 550 }, known(14.5, { total: 20, used: 5.5 })],
  [
    'one-api subscription without usage',
    { object: 'billing_subscription', hard_limit_usd: 20, soft_limit_usd: 20 },
    unknown,
  ],
  ['one-api without a limit', { object: 'billing_subscription', hard_limit_usd: 100_000_000 }, { kind: 'unlimited' }],
  ['one-api usage alone', { object: 'list', total_usage: 12 }, unknown],
  [
    'new-api token',
    {
      code: true,
      message: 'ok',
      data: {
        object: 'token_usage',
        total_granted: 900,
        total_used: 400,
        total_available: 500,
        unlimited_quota: false,
      },
    },
    known(500, { total: 900, used: 400 }),
  ],
  [
    'new-api token without a limit',
    { code: true, data: { total_available: 5, unlimited_quota: true } },
    { kind: 'unlimited' },
  ],
  ['new-api failure', { success: false, message: 'no such token' }, { kind: 'unknown', reason: 'no such token' }],
  [
    'credit summary',
    { object: 'credit_summary', total_granted: 10, total_used: 0, total_available: 10 },
    known(10, { total: 10, used: 0 }),
  ],
  ['new-api variant whose usage is the rest', { data: { total_usage: 500 } }, unknown],
  ['API2GPT', { object: 'credit_summary', total_remaining: 7 }, known(7)],
  [
    'DeepSeek',
    {
      is_available: true,
      balance_infos: [
        { currency: 'USD', total_balance: '0.00' },
        { currency: 'CNY', total_balance: '110.00', granted_balance: '10' },
      ],
    },
    { kind: 'known', remaining: 110, unit: 'CNY' },
  ],
  [
    'Moonshot',
    {
      code: 0,
      data: { available_balance: 49.58894, voucher_balance: 46, cash_balance: -3 },
      scode: '0x0',
      status: true,
    },
    known(49.58894),
  ],
  [
    'SiliconFlow',
    {
      code: 20000,
      message: 'OK',
      status: true,
      data: { balance: '0.88', chargeBalance: '88.00', totalBalance: '88.88', email: 'a@b' },
    },
    known(88.88),
  ],
  ['OpenRouter credits', { data: { total_credits: 100, total_usage: 25.5 } }, known(74.5, { total: 100, used: 25.5 })],
  [
    'OpenRouter key',
    { data: { label: 'x', limit: 10, limit_remaining: 4, usage: 6 } },
    known(4, { total: 10, used: 6 }),
  ],
  [
    'OpenRouter key without a limit',
    { data: { label: 'x', limit: null, limit_remaining: null, usage: 6 } },
    { kind: 'unlimited' },
  ],
  ['OpenAI-SB', { msg: 'ok', data: { credit: '12.3' } }, known(12.3)],
  ['AIProxy', { success: true, message: '', error_code: 0, data: { totalPoints: 9 } }, known(9)],
  [
    'a proposal',
    { balance: 42.5, currency: 'USD', auto_reload: false },
    { kind: 'known', remaining: 42.5, unit: 'USD' },
  ],
  [
    'another proposal',
    { balance: { usd: 3, currency: 'USD', asOf: 'now' } },
    { kind: 'known', remaining: 3, unit: 'USD' },
  ],
  ['an error with status 200', { error: { message: 'Invalid key' } }, { kind: 'unknown', reason: 'Invalid key' }],
  ['an unknown shape', { wallet: { amount: 5 } }, unknown],
  ['no JSON', undefined, unknown],
  ['no number', { balance: true, credits: '', remaining: 'NaN', credit: '1e5' }, unknown],
];

describe('the balance', () => {
  it.each(fixtures)('of %s', (_, body, expected) => {
    expect(readBalance(body, 200)).toEqual(expected);
  });

  it.each([404, 405, 501])('is not offered with status %i', (status) => {
    expect(readBalance({ balance: 1 }, status)).toEqual({ kind: 'unknown', reason: 'The gateway offers no balance.' });
  });

  it('never holds a key that the gateway sent back', () => {
    expect(JSON.stringify(readBalance({ error: { message: 'bad sk-live-abcdef' } }, 200))).not.toContain('abcdef');
  });

  it('is read from any JSON without an exception, and holds no number that is not in it', () => {
    const names = [
      'balance',
      'credits',
      'total',
      'used',
      'total_credits',
      'total_usage',
      'total_granted',
      'total_used',
      'limit',
      'usage',
      'hard_limit_usd',
      'data',
      'balance_infos',
      'total_balance',
      'usd',
      'remaining',
    ];
    const number = fc.oneof(fc.double(), fc.integer(), fc.integer().map(String));
    const account = fc.dictionary(fc.constantFrom(...names), fc.oneof(number, fc.jsonValue({ maxDepth: 1 })), {
      maxKeys: 5,
    });
    const body = fc.oneof(
      fc.jsonValue(),
      account,
      account.map((data) => ({ data })),
      account.map((info) => ({ balance_infos: [info] })),
    );
    fc.assert(
      fc.property(body, (value) => {
        const balance = readBalance(value, 200);
        const numbers = numbersIn(value);
        if (balance.kind === 'known') {
          const { remaining, total, used } = balance;
          const isDifference = total !== undefined && used !== undefined && Object.is(remaining, total - used);
          expect(numbers.has(remaining) || isDifference).toBe(true);
          expect(total === undefined || numbers.has(total)).toBe(true);
          // One shape counts what is used in hundredths.
          expect(used === undefined || [...numbers].some((one) => one === used || one / 100 === used)).toBe(true);
          expect(Number.isFinite(remaining)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function numbersIn(value: unknown): Set<number> {
  const found = new Set<number>();
  const visit = (one: unknown): void => {
    if (typeof one === 'number' || typeof one === 'string') {
      found.add(Number(one));
    } else if (typeof one === 'object' && one !== null) {
      Object.values(one).forEach(visit);
    }
  };
  visit(value);
  return found;
}
