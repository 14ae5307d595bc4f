// Why a request brought no answer, or not the whole of one: facts, which `words/failureText.ts` says in the language of the moment.
import * as v from 'valibot';
import { apiErrorKinds } from './gateway.ts';

const budgetScopes = ['message', 'chat', 'day'] as const;

/** Why a budget let nothing be sent, or that nothing can be written down by which budgets could be kept. Amounts in micros. */
const holdSchema = v.variant('reason', [
  v.object({
    reason: v.literal('budget'),
    scope: v.picklist(budgetScopes),
    limitMicros: v.number(),
    /** What has been spent, and what requests under way may still cost. */
    spentMicros: v.number(),
    /** What this one may cost; missing while no price is known. */
    neededMicros: v.optional(v.number()),
  }),
  v.object({ reason: v.literal('unknown-spending'), scope: v.picklist(budgetScopes) }),
  v.object({ reason: v.literal('one-at-a-time') }),
  v.object({ reason: v.literal('no-ledger') }),
]);

/** Codes of our own, beside those of the network and of `ApiError`. */
export const failureCodes = {
  /** Of what is longer than any answer or list of models (limits.ts). */
  tooLong: 'answer-too-long',
  /** The connection stayed open, and nothing came. */
  silence: 'silence-timeout',
  /** A fault of this extension. */
  internal: 'internal',
  /** The window that wrote the answer went away. */
  interrupted: 'interrupted',
} as const;

export const turnErrorSchema = v.object({
  kind: v.picklist([...apiErrorKinds, 'cut-off', 'length', 'content-filter', 'over-budget']),
  /** Narrower than the kind: of the network, of the gateway's client, or one of `failureCodes`. */
  code: v.exactOptional(v.string()),
  /** Of the HTTP answer. */
  status: v.exactOptional(v.number()),
  /** What the gateway or the network itself said, cleaned. */
  detail: v.exactOptional(v.string()),
  /** By which the gateway's support finds the request. */
  requestId: v.exactOptional(v.string()),
  /** What the gateway asked to wait, in milliseconds. */
  retryAfterMs: v.exactOptional(v.number()),
  /** From when on it makes sense to try again, in milliseconds since the epoch. Shown in the time zone of the panel. */
  retryAt: v.exactOptional(v.number()),
  /** How many tokens of an answer the account can still pay for, as the gateway says. */
  affordableTokens: v.exactOptional(v.number()),
  /** One that costs less, by the learned prices. */
  cheaperModel: v.exactOptional(v.string()),
  /** The last reading of it, where the credit did not suffice. */
  balance: v.exactOptional(v.object({ remaining: v.number(), unit: v.string() })),
  hold: v.exactOptional(holdSchema),
  /** Remedies (words/remedies.ts) by their ids; a newer version may know more of them. */
  actions: v.array(v.string()),
  /** The sentence itself, in the language of that day: earlier versions kept nothing else. `detail` is then a sentence, too. */
  text: v.exactOptional(v.string()),
});

export type TurnError = v.InferOutput<typeof turnErrorSchema>;

/** A request that failed before its answer began, and will be made again. */
export const retryPlanSchema = v.object({
  /** The number of the coming attempt: the first retry is attempt 2. */
  attempt: v.number(),
  delayMs: v.number(),
  /** Why. */
  reason: v.picklist(apiErrorKinds),
});

export type RetryPlan = v.InferOutput<typeof retryPlanSchema>;
