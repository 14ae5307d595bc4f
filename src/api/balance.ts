// Reads the balance in the shapes that gateways use (wire.md section 3). It reads named fields only and guesses nothing.
import type { Balance } from '../shared/gateway.ts';
import { isArray, isRecord, readDecimal, readRecord, readString, type JsonRecord } from '../shared/json.ts';
import { hundredth, subtract } from './decimal.ts';
import { errorInBody } from './errors.ts';
import { cleanServerText, type Redact } from './redact.ts';

/** one-api writes 100 000 000 for an account without a limit. */
const unlimitedMark = 1e8;

/** More than any account holds, even in the smallest unit that gateways count in. */
const mostCredits = 1e15;

/** The values of `code` with which gateways report success, as numbers or as text. */
const successCodes: readonly unknown[] = [undefined, null, true, 0, 200, 20_000, '0', '200', '20000'];

const unknownForm = 'The balance came in a form that is not known.';

// `totalBalance` stands before `balance`, which at SiliconFlow is only the free part of the total
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
 * Reads a balance from a body of unknown shape. Never throws. Each number is one of the body, or is computed from numbers of the body,
 * exactly in decimal. The reason of an unknown balance quotes only the gateway's own error message, because account data name people.
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

/** The error that the body reports; undefined where it reports none. Figures beside an error mean nothing. */
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

/** Subtracts only within pairs of fields that belong together: one gateway has a lone `total_usage` that is the remaining balance. */
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

/**
 * Reads one-api's pair of fields, whose usage is in hundredths. The limit without the usage is not read: it may be the total or the rest.
 */
function readSubscription(account: JsonRecord): Balance | undefined {
  const limit = readDecimal(account, 'hard_limit_usd');
  const usage = readDecimal(account, 'total_usage');
  if (limit === undefined || usage === undefined) {
    return undefined;
  }
  const used = hundredth(usage);
  return known(account, subtract(limit, used), limit, used);
}

/** DeepSeek has one entry per currency. The first entry with a balance other than 0 is shown. */
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

/** Undefined where the balance exceeds that of any account: its digits would fill the status bar. */
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
