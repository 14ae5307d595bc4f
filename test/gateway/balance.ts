// The shapes in which gateways tell a balance, by name. Another shape is one more row here.
import { type Account, microsPerCredit } from './accounts.ts';

interface Figures {
  readonly remaining: number;
  readonly used: number;
  readonly total: number;
}

const balanceShapes = {
  /** Ours by default: the documentation does not show one. */
  plain: ({ remaining, total, used }: Figures) => ({
    object: 'balance',
    balance: remaining,
    currency: 'credits',
    total,
    used,
  }),
  bare: ({ remaining }: Figures) => ({ balance: remaining }),
  text: ({ remaining }: Figures) => ({ balance: String(remaining) }),
  'credit-summary': ({ remaining, total, used }: Figures) => ({
    object: 'credit_summary',
    total_granted: total,
    total_used: used,
    total_available: remaining,
  }),
  openrouter: ({ total, used }: Figures) => ({ data: { total_credits: total, total_usage: used } }),
  'unlimited-quota': ({ used }: Figures) => ({
    code: true,
    message: 'ok',
    data: { object: 'token_usage', total_granted: 0, total_used: used, total_available: 0, unlimited_quota: true },
  }),
  unknown: () => ({ ok: true }),
} as const satisfies Record<string, (figures: Figures) => object>;

export type BalanceShape = keyof typeof balanceShapes;

export function isBalanceShape(name: string): name is BalanceShape {
  return Object.hasOwn(balanceShapes, name);
}

export function balanceBody(shape: BalanceShape, account: Account): object {
  return balanceShapes[shape]({
    remaining: account.remainingMicros / microsPerCredit,
    used: account.usedMicros / microsPerCredit,
    total: (account.remainingMicros + account.usedMicros) / microsPerCredit,
  });
}
