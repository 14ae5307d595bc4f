// Every shape of wire.md section 3 as the local gateway sends it, what else could come, and any JSON at all.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBalance } from '../../../src/api/balance.ts';
import { redactPatterns } from '../../../src/api/redact.ts';
import { balanceReply, type BalanceShape } from '../../gateway/balance.ts';
import { demoKey, startGateway } from '../../gateway/gateway.ts';
import { createClient } from './support/server.ts';

const known = (remaining: number, more: object = {}) => ({ kind: 'known', remaining, unit: 'credits', ...more });
const unknown = (reason: string) => ({ kind: 'unknown', reason });
const unlimited = { kind: 'unlimited' };
const unknownForm = unknown('The balance came in a form that is not known.');

/** Binary fractions make 499.2 less 16.1 into 483.09999999999997. */
const figures = { total: 499.2, used: 16.1 };
const account = { remainingMicros: 483_100_000, usedMicros: 16_100_000, charge: () => 0 };

const shapes: Readonly<Record<BalanceShape, object>> = {
  plain: known(483.1, figures),
  bare: known(483.1),
  text: known(483.1),
  'one-api-subscription': unknownForm,
  'one-api-usage': unknownForm,
  'one-api-subscription-and-usage': known(483.1, figures),
  'one-api-unlimited': unlimited,
  'one-api-failure': unknown('The token has expired.'),
  'new-api-token': known(241_550_000, { total: 249_600_000, used: 8_050_000 }),
  'unlimited-quota': unlimited,
  'new-api-failure': unknown('No such token.'),
  'new-api-usage-is-rest': unknownForm,
  'new-api-user': unknown('Not logged in, and no access token given.'),
  'credit-summary': known(483.1, figures),
  api2gpt: known(483.1),
  deepseek: known(483.1, { unit: 'CNY' }),
  moonshot: known(483.1),
  siliconflow: known(483.1),
  openrouter: known(483.1, figures),
  'openrouter-key': known(483.1, figures),
  'openrouter-key-unlimited': unlimited,
  'openai-sb': known(483.1),
  aiproxy: known(483.1),
  proposal: known(483.1, { unit: 'USD' }),
  'proposal-nested': known(483.1, { unit: 'USD' }),
  unknown: unknownForm,
  litellm: unknown('The gateway offers no balance.'),
};

describe('the balance of wire.md section 3', () => {
  it.each(Object.entries(shapes) as [BalanceShape, object][])('is read from the shape %s', (name, expected) => {
    const { status, body } = balanceReply(name, account);
    expect(readBalance(body, status, redactPatterns)).toEqual(expected);
  });

  it('comes through the client in every shape, and no log or reason holds what an account says of a person', async () => {
    const gateway = await startGateway();
    onTestFinished(() => gateway.close());
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = { debug: write, info: write, warn: write, error: write };
    const client = createClient({ baseUrl: gateway.baseUrl, apiKey: () => Promise.resolve(demoKey), log });
    const untouched = { remainingMicros: 500_000_000, usedMicros: 0, charge: () => 0 };
    for (const name of Object.keys(shapes) as BalanceShape[]) {
      gateway.configure({ balanceShape: name });
      const { status, body } = balanceReply(name, untouched);
      const balance = await client.readBalance();
      expect([name, balance]).toEqual([name, readBalance(body, status, redactPatterns)]);
      expect(JSON.stringify(balance)).not.toMatch(/person|email|A\. P/i);
    }
    expect(lines.filter((line) => line.includes('/balance')).length).toBeGreaterThanOrEqual(
      gateway.journal.entries.length,
    );
    expect(lines.join('\n')).not.toMatch(/person|email|A\. P|500/i);
  });
});

// Rows: F44
describe('a balance that comes otherwise', () => {
  it.each<[string, unknown, object]>([
    [
      'a failure with a code and figures beside it',
      { code: 401, msg: 'bad token', data: { credit: '5' } },
      unknown('bad token'),
    ],
    [
      'a failure with a code and no word',
      { code: 1001, data: { credit: '5' } },
      unknown('The gateway reports an error.'),
    ],
    ['the code of success as text', { code: '20000', data: { totalBalance: '5' } }, known(5)],
    ['an error beside figures', { error: 'no more', balance: 5 }, unknown('no more')],
    [
      'a failure inside MiniMax’s envelope',
      { base_resp: { status_code: 1004, status_msg: 'denied' }, balance: 1 },
      unknown('denied'),
    ],
    [
      'the first of the names, in their order',
      { limit_remaining: 1, credit: 2, credits: 3, balance: 4, available: 5, remaining: 6 },
      known(6),
    ],
    [
      'a pair whose difference is below nothing',
      { total_credits: 0.1, total_usage: 0.3 },
      known(-0.2, { total: 0.1, used: 0.3 }),
    ],
    ['a pair as text', { total_granted: '0.30', total_used: '0.10' }, known(0.2, { total: 0.3, used: 0.1 })],
    ['a figure that no account has', { balance: 1e308 }, unknownForm],
    ['a nested figure that no account has', { balance: { usd: 1e300 } }, unknownForm],
    ['a debt that no account has', { balance: '-9999999999999999999999' }, unknownForm],
    ['a pair too large to subtract', { total: 1.7e308, used: -1.7e308 }, unknownForm],
    ['two levels of data', { data: { data: { balance: 5 } } }, unknownForm],
    [
      'currencies that hold nothing',
      { balance_infos: [{ currency: 'CNY', total_balance: '0.00' }] },
      known(0, { unit: 'CNY' }),
    ],
    ['a currency that is no word', { balance: 5, currency: '$5 <b>' }, known(5)],
    ['an unknown shape', { wallet: { amount: 5 } }, unknownForm],
    ['a complaint of FastAPI', { detail: [{ loc: ['header'], msg: 'no key' }] }, unknown('no key')],
    ['a detail that is an account', { detail: { email: 'a@b.c' } }, unknown('The gateway reports an error.')],
    ['a detail a million levels deep', { detail: deep(1_000_000) }, unknown('The gateway reports an error.')],
    ['an account a million levels deep', { data: deep(1_000_000) }, unknownForm],
    ['no JSON', undefined, unknownForm],
    ['a list', [{ balance: 5 }], unknownForm],
    [
      'no number',
      { balance: true, credits: '', remaining: 'NaN', credit: '1e5', available: ' 5', total: '5\n' },
      unknownForm,
    ],
    ['a number that is none', { balance: '9'.repeat(400) }, unknownForm],
  ])('is read from %s', (_, body, expected) => {
    expect(readBalance(body, 200, redactPatterns)).toEqual(expected);
  });

  it.each([404, 405, 501])('is not offered with status %i', (status) => {
    expect(readBalance({ balance: 1 }, status, redactPatterns)).toEqual(unknown('The gateway offers no balance.'));
  });

  it('never holds a key that the gateway sent back', () => {
    for (const body of [{ error: { message: 'bad sk-live-abcdef' } }, { code: 7, msg: 'bad sk-live-abcdef' }]) {
      expect(JSON.stringify(readBalance(body, 200, redactPatterns))).not.toContain('abcdef');
    }
  });
});

const names = [
  ...['remaining', 'total_remaining', 'total_available', 'available_balance', 'available', 'balance', 'credits'],
  ...['credit', 'totalBalance', 'totalPoints', 'limit_remaining', 'total', 'used', 'total_credits', 'total_usage'],
  ...['total_granted', 'total_used', 'limit', 'usage', 'hard_limit_usd', 'balance_infos', 'total_balance', 'usd'],
  ...['data', 'error', 'code', 'success', 'currency', 'unlimited_quota'],
];

const pairs = [
  ['total_credits', 'total_usage'],
  ['total_granted', 'total_used'],
  ['total', 'used'],
  ['limit', 'usage'],
  ['hard_limit_usd', 'total_usage'],
] as const;

describe('the balance in any JSON', () => {
  it('is never a number that is not in it, nor anything but the exact difference of two', () => {
    const money = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }));
    const decimal = money.map(([digits, places]) => Number(`${digits}e-${places}`));
    const number = fc.oneof(fc.double(), fc.integer(), decimal, decimal.map(String), fc.integer().map(String));
    const account = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof({ arbitrary: number, weight: 4 }, { arbitrary: fc.jsonValue({ maxDepth: 1 }), weight: 1 }),
      { maxKeys: 5 },
    );
    const pair = fc
      .tuple(fc.constantFrom(...pairs), number, number)
      .map(([[total, used], ...amounts]) => ({ [total]: amounts[0], [used]: amounts[1] }));
    const body = fc.oneof(
      fc.jsonValue(),
      pair,
      account,
      account.map((data) => ({ data })),
      account.map((balance) => ({ balance })),
      account.map((info) => ({ balance_infos: [info] })),
    );
    let differences = 0;
    fc.assert(
      fc.property(body, (value) => {
        const balance = readBalance(value, 200, redactPatterns);
        if (balance.kind !== 'known') {
          return;
        }
        const { remaining, total, used } = balance;
        const numbers = numbersIn(value);
        // One shape, with a limit in whole units, counts what is used in hundredths.
        const isUsed =
          used === undefined || numbers.some((one) => one === used || Number(`${scaled(one)}e-402`) === used);
        expect(Number.isFinite(remaining)).toBe(true);
        expect(total === undefined || numbers.includes(total)).toBe(true);
        expect(isUsed).toBe(true);
        if (!numbers.includes(remaining)) {
          expect([remaining, total === undefined, used === undefined]).toEqual([exactly(total, used), false, false]);
          differences += 1;
        }
      }),
      { numRuns: 10_000 },
    );
    expect(differences).toBeGreaterThan(500);
  });
});

/** The figure as a whole number of 10^-400: finer than any number. */
function scaled(value: number): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = (whole + fraction).padEnd(
    whole.length + fraction.length + 400 - fraction.length + Number(exponent),
    '0',
  );
  return BigInt(sign + digits);
}

function exactly(total = 0, used = 0): number {
  return Number(`${scaled(total) - scaled(used)}e-400`);
}

/** Every number, also those written as text. */
function numbersIn(value: unknown): number[] {
  const found: number[] = [];
  const visit = (one: unknown): void => {
    if (typeof one === 'number' || typeof one === 'string') {
      found.push(Number(one));
    } else if (typeof one === 'object' && one !== null) {
      Object.values(one).forEach(visit);
    }
  };
  visit(value);
  return found.filter(Number.isFinite);
}

function deep(levels: number): unknown {
  return JSON.parse('['.repeat(levels) + ']'.repeat(levels));
}
