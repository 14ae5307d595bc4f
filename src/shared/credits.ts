// What requests cost and how the cost is known, for both bundles. Money is in whole millionths of a credit (micros), never in fractions.
import * as v from 'valibot';

/**
 * How a cost is known, the best first. `gateway`: the gateway reported it. `measured`: the balance fell by exactly this while no other
 * request of ours ran, and the learned price agrees. `unconfirmed`: the same, but no price is known yet that would show another program's
 * spending. `about`: computed from the learned price, or a difference of balances that nothing confirms. `unknown`: there is no amount,
 * tokens at most.
 */
export const costSources = ['gateway', 'measured', 'unconfirmed', 'about', 'unknown'] as const;

export type CostSource = (typeof costSources)[number];

/**
 * Why a cost is not measured. `shared`: another request of ours ran meanwhile. `disagreement`: the balance fell by another amount than
 * the price predicts. `unsettled`: the balance was still changing. `no-balance`: the balance cannot be read. `no-tokens`: the gateway
 * reported no tokens by which the difference could be checked. `interrupted`: the window closed during the request. `rounded`: the
 * balance moves in coarse steps, so that the difference of two readings may not be exactly the charge. `not-measured`: the balance is
 * not read after requests of this feature.
 */
export const costDoubts = [
  'shared',
  'disagreement',
  'unsettled',
  'no-balance',
  'no-tokens',
  'interrupted',
  'rounded',
  'not-measured',
] as const;

export type CostDoubt = (typeof costDoubts)[number];

export const costSchema = v.object({
  source: v.picklist(costSources),
  /** Millionths of a credit; missing where the source is `unknown`. */
  micros: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  doubt: v.exactOptional(v.picklist(costDoubts)),
});

export type Cost = v.InferOutput<typeof costSchema>;

/** Parses a cost; undefined where the value is not one. */
export function parseCost(value: unknown): Cost | undefined {
  const { success, output } = v.safeParse(costSchema, value);
  return success ? output : undefined;
}

/** The purpose of a paid request: `chat`, `diagnose`, or a code action by its id. A purpose of a newer version is kept as it is. */
export type Feature = string;

/**
 * How it is found out what a feature's requests cost, where the gateway does not say it. `measure`: the balance is read after each.
 * `estimate`: by the learned price alone, for requests that come so often that reading the balance after each would be a burden.
 */
export type CostPolicy = 'measure' | 'estimate';

/** One paid request of the ledger. Times are in milliseconds since the epoch, and tokens are those that the gateway reported. */
export const ledgerEntrySchema = v.object({
  id: v.string(),
  /** Scheme, host and port of the gateway. */
  origin: v.string(),
  model: v.string(),
  feature: v.string(),
  chatId: v.exactOptional(v.string()),
  workspace: v.exactOptional(v.object({ id: v.string(), name: v.string() })),
  startedAt: v.number(),
  /** Missing while the request is under way. */
  endedAt: v.exactOptional(v.number()),
  /** A turn's outcome, a kind of error, or `interrupted`; missing while the request is under way. */
  outcome: v.exactOptional(v.string()),
  /** Milliseconds from the request to the first piece of the answer. */
  firstTextMs: v.exactOptional(v.number()),
  promptTokens: v.exactOptional(v.number()),
  /** How many of the prompt's tokens were cached. */
  cachedTokens: v.exactOptional(v.number()),
  completionTokens: v.exactOptional(v.number()),
  /** How many of the completion's tokens were reasoning. */
  reasoningTokens: v.exactOptional(v.number()),
  /** How often the request was sent: 1, and one more for each retry. */
  attempts: v.number(),
  cost: costSchema,
});

export type LedgerEntry = v.InferOutput<typeof ledgerEntrySchema>;

/** Parses an entry; undefined where the value is not one. Members that are undefined count as missing. */
export function parseLedgerEntry(value: Readonly<Record<string, unknown>>): LedgerEntry | undefined {
  const present = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
  const { success, output } = v.safeParse(ledgerEntrySchema, present);
  return success ? output : undefined;
}

/**
 * The total cost of several requests. Its source is the worst of theirs. Requests of unknown cost are left out of the amount, which is
 * then only `about` right.
 */
export function addCosts(costs: readonly Cost[]): Cost {
  const [first, ...others] = costs;
  if (first === undefined || others.length === 0) {
    return first ?? { source: 'unknown' };
  }
  const known = costs.filter(({ micros }) => micros !== undefined);
  if (known.length === 0) {
    return first;
  }
  const micros = known.reduce((sum, cost) => sum + (cost.micros ?? 0), 0);
  const worst = costs.reduce((one, other) =>
    costSources.indexOf(other.source) > costSources.indexOf(one.source) ? other : one,
  );
  const source = worst.source === 'unknown' ? 'about' : worst.source;
  return { source, micros, ...(worst.doubt === undefined ? {} : { doubt: worst.doubt }) };
}
