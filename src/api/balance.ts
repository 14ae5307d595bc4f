// The balance in the shapes that gateways use (wire.md section 3): named fields only, nothing guessed.
import type { Balance } from '../shared/gateway.ts';
import { isArray, isRecord, readDecimal, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { hundredth, subtract } from './decimal.ts';
import { errorInBody } from './errors.ts';
import { cleanServerText, type Redact } from './redact.ts';

/** one-api writes 100 000 000 for an account without a limit. */
const unlimitedMark = 1e8;

/** What no account has, in the smallest unit that gateways count in. */
const mostCredits = 1e15;

/** The codes with which gateways say that all is well, as numbers or as text. */
const successCodes: readonly unknown[] = [undefined, null, true, 0, 200, 20_000, '0', '200', '20000'];

const unknownForm = 'The balance came in a form that is not known.';

// SiliconFlow's `balance` is only the gift in its `totalBalance`, so that one comes first
// (https://docs.siliconflow.cn/cn/api-reference/userinfo/get-user-info).
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

/**
 * Reads a balance from a body of unknown shape. Never throws, and gives no number that is not in the body, or the difference of
 * two, exact in decimal. A reason quotes no more of the body than the gateway's own error message: accounts name people.
 */
export function readBalance(body: unknown, status: number, redact: Redact): Balance {
  if (status === 404 || status === 405 || status === 501) {
    return unknown('The gateway offers no balance.');
  }
  if (!isRecord(body)) {
    return unknown(unknownForm);
  }
  const failure = readFailure(body, redact);
  return failure === undefined
    ? (readAccount(body) ?? readAccount(readRecord(body, 'data')) ?? unknown(unknownForm))
    : unknown(failure.slice(0, 200));
}

/** What went wrong, where the body says that something did: figures beside a failure mean nothing. */
function readFailure(body: JsonRecord, redact: Redact): string | undefined {
  const error = errorInBody(body, { redact });
  if (error !== undefined) {
    return error.message;
  }
  return successCodes.includes(body['code'])
    ? undefined
    : cleanServerText(readString(body, 'msg') ?? 'The gateway reports an error.', redact);
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
      return known(account, subtract(total, used), total, used);
    }
  }
  return undefined;
}

/** one-api's pair in one body: usage is in hundredths there. The limit alone may be the total or the rest, so it says nothing. */
function readSubscription(account: JsonRecord): Balance | undefined {
  const limit = readDecimal(account, 'hard_limit_usd');
  const usage = readDecimal(account, 'total_usage');
  if (limit === undefined || usage === undefined) {
    return undefined;
  }
  const used = hundredth(usage);
  return known(account, subtract(limit, used), limit, used);
}

/** DeepSeek: one entry per currency. Shown is the first that holds something. */
function readBalanceInfos(infos: unknown): Balance | undefined {
  const entries = isArray(infos) ? infos.filter(isRecord) : [];
  const withTotal = entries.filter((entry) => readDecimal(entry, 'total_balance') !== undefined);
  const entry = withTotal.find((one) => readDecimal(one, 'total_balance') !== 0) ?? withTotal[0];
  const remaining = entry && readDecimal(entry, 'total_balance');
  return entry === undefined || remaining === undefined ? undefined : known(entry, remaining);
}

function readUsd(balance: JsonRecord): Balance | undefined {
  const remaining = readDecimal(balance, 'usd');
  return remaining === undefined ? undefined : known({ unit: 'USD' }, remaining);
}

/** Undefined where it is more than any account has: the status bar would fill with its digits. */
function known(account: JsonRecord, remaining: number, total?: number, used?: number): Balance | undefined {
  if (Math.abs(remaining) > mostCredits) {
    return undefined;
  }
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
