// The formats in which gateways report a balance, by name (wire.md section 3). To add a format, add an entry here.
import { type Account, microsPerCredit } from './accounts.ts';
import { notFound, type Reply } from './reply.ts';

interface Figures {
  readonly remaining: number;
  readonly used: number;
  readonly total: number;
}

/** new-api counts in whole units of quota; a dollar has this many. */
const quotaPerUnit = 500_000;
const quota = (amount: number): number => Math.round(amount * quotaPerUnit);

const hundredths = (amount: number): number => Number((amount * 100).toFixed(4));

const personalData = {
  id: 'user-1',
  name: 'A. Person',
  email: 'person@example.org',
  image: 'https://example.org/a.png',
};

const balanceShapes = {
  /** Our assumption and the default: the documentation shows no response. */
  plain: ({ remaining, total, used }) => ({ object: 'balance', balance: remaining, currency: 'credits', total, used }),
  bare: ({ remaining }) => ({ balance: remaining }),
  text: ({ remaining }) => ({ balance: String(remaining) }),
  'one-api-subscription': ({ total }) => ({
    object: 'billing_subscription',
    has_payment_method: true,
    soft_limit_usd: total,
    hard_limit_usd: total,
    system_hard_limit_usd: total,
    access_until: 0,
  }),
  'one-api-usage': ({ used }) => ({ object: 'list', total_usage: hundredths(used) }),
  'one-api-subscription-and-usage': ({ total, used }) => ({
    object: 'billing_subscription',
    hard_limit_usd: total,
    total_usage: hundredths(used),
  }),
  'one-api-unlimited': () => ({
    object: 'billing_subscription',
    soft_limit_usd: 100_000_000,
    hard_limit_usd: 100_000_000,
    system_hard_limit_usd: 100_000_000,
  }),
  'one-api-failure': () => ({ error: { message: 'The token has expired.', type: 'one_api_error', code: '' } }),
  'new-api-token': ({ remaining, total, used }) => ({
    code: true,
    message: 'ok',
    data: {
      object: 'token_usage',
      name: 'default',
      total_granted: quota(total),
      total_used: quota(used),
      total_available: quota(remaining),
      unlimited_quota: false,
      model_limits: {},
      expires_at: 0,
    },
  }),
  'unlimited-quota': ({ used }) => ({
    code: true,
    message: 'ok',
    data: { object: 'token_usage', total_granted: 0, total_used: used, total_available: 0, unlimited_quota: true },
  }),
  'new-api-failure': () => ({ success: false, message: 'No such token.' }),
  /** A variant in which `total_usage` is the remaining quota. */
  'new-api-usage-is-rest': ({ remaining }) => ({ data: { total_usage: quota(remaining) } }),
  /** `/api/user/self`, which accepts the dashboard's session but no API key. */
  'new-api-user': () => ({ success: false, message: 'Not logged in, and no access token given.' }),
  'credit-summary': ({ remaining, total, used }) => ({
    object: 'credit_summary',
    total_granted: total,
    total_used: used,
    total_available: remaining,
  }),
  api2gpt: ({ remaining }) => ({ object: 'credit_summary', total_remaining: remaining }),
  deepseek: ({ remaining }) => ({
    is_available: true,
    balance_infos: [
      { currency: 'USD', total_balance: '0.00', granted_balance: '0.00', topped_up_balance: '0.00' },
      { currency: 'CNY', total_balance: remaining.toFixed(2), granted_balance: '0.00', topped_up_balance: '110.00' },
    ],
  }),
  moonshot: ({ remaining }) => ({
    code: 0,
    data: { available_balance: remaining, voucher_balance: remaining + 3, cash_balance: -3 },
    scode: '0x0',
    status: true,
  }),
  siliconflow: ({ remaining }) => ({
    code: 20_000,
    message: 'OK',
    status: true,
    data: {
      ...personalData,
      isAdmin: false,
      status: 'normal',
      balance: '0.88',
      chargeBalance: (remaining - 0.88).toFixed(2),
      totalBalance: remaining.toFixed(2),
    },
  }),
  openrouter: ({ total, used }) => ({ data: { total_credits: total, total_usage: used } }),
  'openrouter-key': ({ remaining, total, used }) => ({
    data: { label: 'default', limit: total, limit_remaining: remaining, usage: used, is_free_tier: false },
  }),
  'openrouter-key-unlimited': ({ used }) => ({
    data: { label: 'default', limit: null, limit_remaining: null, usage: used, is_free_tier: false },
  }),
  'openai-sb': ({ remaining }) => ({ msg: 'ok', data: { credit: remaining.toFixed(2) } }),
  aiproxy: ({ remaining }) => ({ success: true, message: '', error_code: 0, data: { totalPoints: remaining } }),
  proposal: ({ remaining }) => ({ balance: remaining, currency: 'USD', auto_reload: false }),
  'proposal-nested': ({ remaining }) => ({
    balance: { usd: remaining, currency: 'USD', asOf: '2026-01-31T00:00:00Z' },
  }),
  unknown: () => ({ ok: true, account: personalData }),
} as const satisfies Record<string, (figures: Figures) => object>;

/** LiteLLM has no balance route: it reports the spending in a header of every response. */
const withoutBalance = 'litellm';

export type BalanceShape = keyof typeof balanceShapes | typeof withoutBalance;

export function isBalanceShape(name: string): name is BalanceShape {
  return name === withoutBalance || Object.hasOwn(balanceShapes, name);
}

export function balanceReply(shape: BalanceShape, account: Account): Reply {
  const used = account.usedMicros / microsPerCredit;
  if (shape === withoutBalance) {
    return { ...notFound('Not Found', 'not_found'), headers: { 'x-litellm-key-spend': String(used) } };
  }
  const remaining = account.remainingMicros / microsPerCredit;
  const total = (account.remainingMicros + account.usedMicros) / microsPerCredit;
  return { status: 200, body: balanceShapes[shape]({ remaining, used, total }) };
}
