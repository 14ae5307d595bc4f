// The balance in the shapes that gateways use (wire.md section 3): named fields only, nothing guessed.
import type { Balance } from '../shared/gateway.ts';
import { isArray, isRecord, readDecimal, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { errorInBody } from './errors.ts';
import { redactPatterns } from './redact.ts';

/** one-api writes 100 000 000 for an account without a limit. */
const unlimitedMark = 1e8;

// SiliconFlow's `balance` is only the gift in its `totalBalance`, so that one comes first.
const remainingKeys = [
  'remaining',
  'total_remaining',
  'total_available',
  'available_balance',
  'available',
  'totalBalance',
  'balance',
  'credits',
  'credit',
  'totalPoints',
  'limit_remaining',
];

const totalKeys = ['total_granted', 'total_credits', 'total', 'limit', 'granted'];
const usedKeys = ['total_used', 'total_usage', 'used', 'usage'];

/** Reads a balance from a body of unknown shape. Never throws, and gives no number that is not in the body, or the difference of two. */
export function readBalance(body: unknown, status: number): Balance {
  if (status === 404 || status === 405 || status === 501) {
    return unknown('The gateway offers no balance.');
  }
  if (!isRecord(body)) {
    return unknown('The balance came in a form that is not known.');
  }
  const error = errorInBody(body, { redact: redactPatterns });
  if (error !== undefined) {
    return unknown(error.message.slice(0, 200));
  }
  return (
    readAccount(body) ??
    readAccount(readRecord(body, 'data')) ??
    unknown('The balance came in a form that is not known.')
  );
}

function readAccount(account: JsonRecord | undefined): Balance | undefined {
  if (account === undefined) {
    return undefined;
  }
  const nested = readRecord(account, 'balance');
  return (
    readUnlimited(account) ??
    readRemaining(account) ??
    readDifference(account) ??
    readSubscription(account) ??
    readBalanceInfos(account['balance_infos']) ??
    (nested && (readUsd(nested) ?? readRemaining(nested)))
  );
}

function readUnlimited(account: JsonRecord): Balance | undefined {
  const hasNoLimit =
    account['unlimited_quota'] === true ||
    account['unlimited'] === true ||
    (account['limit'] === null && account['limit_remaining'] === null) ||
    (readDecimal(account, 'hard_limit_usd') ?? 0) >= unlimitedMark;
  return hasNoLimit ? { kind: 'unlimited' } : undefined;
}

function readRemaining(account: JsonRecord): Balance | undefined {
  const remaining = firstDecimal(account, remainingKeys);
  return remaining === undefined
    ? undefined
    : known(account, remaining, firstDecimal(account, totalKeys), firstDecimal(account, usedKeys));
}

/** Only pairs that are known to belong together: a gateway exists whose lone `total_usage` is what remains. */
function readDifference(account: JsonRecord): Balance | undefined {
  for (const [totalKey, usedKey] of [
    ['total_credits', 'total_usage'],
    ['total_granted', 'total_used'],
    ['total', 'used'],
    ['limit', 'usage'],
  ] as const) {
    const total = readDecimal(account, totalKey);
    const used = readDecimal(account, usedKey);
    if (total !== undefined && used !== undefined) {
      return known(account, total - used, total, used);
    }
  }
  return undefined;
}

/** one-api's pair in one body: usage is in hundredths there. The limit alone may be the total or the rest, so it says nothing. */
function readSubscription(account: JsonRecord): Balance | undefined {
  const limit = readDecimal(account, 'hard_limit_usd');
  const usage = readDecimal(account, 'total_usage');
  return limit === undefined || usage === undefined
    ? undefined
    : known(account, limit - usage / 100, limit, usage / 100);
}

/** DeepSeek: one entry per currency. Shown is the first that holds something. */
function readBalanceInfos(infos: unknown): Balance | undefined {
  const entries = isArray(infos) ? infos.filter(isRecord) : [];
  const withTotal = entries.filter((entry) => readDecimal(entry, 'total_balance') !== undefined);
  const entry = withTotal.find((one) => readDecimal(one, 'total_balance') !== 0) ?? withTotal[0];
  const remaining = entry && readDecimal(entry, 'total_balance');
  return entry === undefined || remaining === undefined ? undefined : known(entry, remaining, undefined, undefined);
}

function readUsd(balance: JsonRecord): Balance | undefined {
  const remaining = readDecimal(balance, 'usd');
  return remaining === undefined ? undefined : { kind: 'known', remaining, unit: 'USD' };
}

function known(account: JsonRecord, remaining: number, total: number | undefined, used: number | undefined): Balance {
  const unit = readString(account, 'currency') ?? readString(account, 'unit');
  return {
    kind: 'known',
    remaining,
    unit: unit !== undefined && /^\p{L}{1,12}$/u.test(unit) ? unit : 'credits',
    ...(total === undefined ? {} : { total }),
    ...(used === undefined ? {} : { used }),
  };
}

function unknown(reason: string): Balance {
  return { kind: 'unknown', reason };
}

function firstDecimal(account: JsonRecord, keys: readonly string[]): number | undefined {
  return keys.map((key) => readDecimal(account, key)).find((value) => value !== undefined);
}
