// Budgets. They are checked in the same transaction that reserves the worst case, so no two windows can spend the same remainder.
import type { BudgetHold, BudgetLimits, BudgetScope, BudgetUse, RequestStart } from '../shared/ledger.ts';
import type { Database } from './database.ts';
import { readInteger } from './rows.ts';

interface Budget {
  readonly scope: BudgetScope;
  readonly limitMicros: number;
  /** An SQL condition on the table `requests`, with one placeholder for `value`. */
  readonly condition: string;
  readonly value: string | number;
}

/**
 * Why the request `start` may not be sent, or undefined. Within each budget, costs and reservations so far plus the request's worst case
 * must not exceed the limit.
 */
export function findHold(database: Database, start: RequestStart, limits: BudgetLimits): BudgetHold | undefined {
  const budgets = budgetsOf(start, limits);
  if (start.isApproved === true || budgets.length === 0) {
    return undefined;
  }
  for (const budget of budgets) {
    const { scope, limitMicros } = budget;
    const spentMicros = spentOf(database, start, budget);
    const neededMicros = start.worstMicros;
    if (neededMicros === undefined ? spentMicros >= limitMicros : spentMicros + neededMicros > limitMicros) {
      return { reason: 'budget', scope, limitMicros, spentMicros, neededMicros };
    }
  }
  if (start.worstMicros !== undefined) {
    return undefined;
  }
  const unknown = budgets.find((budget) => hasUnknown(database, start, budget));
  if (unknown) {
    return { reason: 'unknown-spending', scope: unknown.scope };
  }
  return hasOthers(database, start) ? { reason: 'one-at-a-time' } : undefined;
}

/** How much of each budget that is set has been spent or reserved, requests under way included. */
export function usedBudgets(database: Database, start: RequestStart, limits: BudgetLimits): BudgetUse[] {
  return budgetsOf(start, limits).map((budget) => {
    const { scope, limitMicros } = budget;
    return { scope, limitMicros, spentMicros: spentOf(database, start, budget) };
  });
}

function budgetsOf({ chatId, messageId, id }: RequestStart, limits: BudgetLimits): Budget[] {
  const { perMessage, perChat, perDay, dayStart } = limits;
  const budgets: (Budget | undefined)[] = [
    messageId === undefined
      ? { scope: 'message', limitMicros: perMessage, condition: 'id = ?', value: id }
      : { scope: 'message', limitMicros: perMessage, condition: 'message_id = ?', value: messageId },
    chatId === undefined ? undefined : { scope: 'chat', limitMicros: perChat, condition: 'chat_id = ?', value: chatId },
    { scope: 'day', limitMicros: perDay, condition: 'started_at >= ?', value: dayStart },
  ];
  return budgets.filter((budget) => budget !== undefined).filter(({ limitMicros }) => limitMicros > 0);
}

/** Known costs, and for all other requests their reservations. In micros. */
function spentOf(database: Database, { origin }: RequestStart, { condition, value }: Budget): number {
  const row = database.get(
    `SELECT CAST(min(?, coalesce(sum(1.0 * coalesce(cost_micros, reserved_micros)), 0)) AS INTEGER) AS spent
     FROM requests WHERE origin = ? AND ${condition}`,
    Number.MAX_SAFE_INTEGER,
    origin,
    value,
  );
  return row ? readInteger(row, 'spent') : 0;
}

/**
 * Whether a settled request has neither a known cost nor a reservation that bounds it. A request after which the balance had not fallen
 * counts as free if a later request began with the same balance and was measured: a late charge would have shown up in that measurement.
 */
function hasUnknown(database: Database, { origin }: RequestStart, { condition, value }: Budget): boolean {
  return (
    database.get(
      `SELECT 1 FROM requests AS one WHERE origin = ? AND ${condition}
         AND settled_at IS NOT NULL AND cost_micros IS NULL AND reserved_micros = 0
         AND NOT (difference_micros IS 0 AND EXISTS (
           SELECT 1 FROM requests AS later WHERE later.origin = one.origin AND later.row_id > one.row_id
             AND later.base_micros = one.base_micros AND later.cost_micros = later.difference_micros))`,
      origin,
      value,
    ) !== undefined
  );
}

/** Whether another request of the gateway is unsettled. */
function hasOthers(database: Database, { origin, id }: RequestStart): boolean {
  return (
    database.get('SELECT 1 FROM requests WHERE origin = ? AND settled_at IS NULL AND id <> ?', origin, id) !== undefined
  );
}
