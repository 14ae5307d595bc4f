// The facts of a request that brought no answer, or only part of one. `words/failureText.ts` has the sentences for them.
import * as v from 'valibot';
import { apiErrorKinds } from './gateway.ts';

const budgetScopes = ['message', 'chat', 'day'] as const;

/** Why a request was held back: a budget, or a ledger that cannot be written, so that no budget could be kept. Amounts are in micros. */
const holdSchema = v.variant('reason', [
  v.object({
    reason: v.literal('budget'),
    scope: v.picklist(budgetScopes),
    limitMicros: v.number(),
    /** The amount that was spent, with what requests under way may still cost. */
    spentMicros: v.number(),
    /** The most that the held request may cost; missing while no price is known. */
    neededMicros: v.optional(v.number()),
  }),
  v.object({ reason: v.literal('unknown-spending'), scope: v.picklist(budgetScopes) }),
  v.object({ reason: v.literal('one-at-a-time') }),
  v.object({ reason: v.literal('no-ledger') }),
]);

/** Codes of our own, beside those of the network and the gateway. */
export const failureCodes = {
  /** The gateway sent more than any answer or list of models has (limits.ts). */
  tooLong: 'answer-too-long',
  /** The connection stayed open, but no part of an answer came. */
  silence: 'silence-timeout',
  /** A fault of this extension. */
  internal: 'internal',
  /** The window that received the answer closed before its end. */
  interrupted: 'interrupted',
} as const;

export const turnErrorSchema = v.object({
  kind: v.picklist([...apiErrorKinds, 'cut-off', 'length', 'content-filter', 'over-budget']),
  /** Narrower than the kind: a code of the network, of the gateway or its client, or one of `failureCodes`. */
  code: v.exactOptional(v.string()),
  /** The status of the HTTP response. */
  status: v.exactOptional(v.number()),
  /** The message of the gateway or the network, without keys and HTML. */
  detail: v.exactOptional(v.string()),
  /** The id by which the gateway's support finds the request. */
  requestId: v.exactOptional(v.string()),
  /** The wait that the gateway asked for, in milliseconds. */
  retryAfterMs: v.exactOptional(v.number()),
  /** The time from which a retry makes sense, in milliseconds since the epoch. The panel shows it in its own time zone. */
  retryAt: v.exactOptional(v.number()),
  /** How many tokens of an answer the account can still pay for, as the gateway says. */
  affordableTokens: v.exactOptional(v.number()),
  /** The id of a model that costs less, by the learned prices. */
  cheaperModel: v.exactOptional(v.string()),
  /** The last known balance, where the credit did not suffice. */
  balance: v.exactOptional(v.object({ remaining: v.number(), unit: v.string() })),
  hold: v.exactOptional(holdSchema),
  /** The ids of remedies (words/remedies.ts). A newer version may have written other ids. */
  actions: v.array(v.string()),
  /** The sentence in the language of its time, which is all that earlier versions stored. `detail` is then a sentence, too. */
  text: v.exactOptional(v.string()),
});

export type TurnError = v.InferOutput<typeof turnErrorSchema>;

/** A request that failed before its answer began, and will be retried. */
export const retryPlanSchema = v.object({
  /** The number of the coming attempt: the first retry is attempt 2. */
  attempt: v.number(),
  delayMs: v.number(),
  /** Why the request is retried. */
  reason: v.picklist(apiErrorKinds),
});

export type RetryPlan = v.InferOutput<typeof retryPlanSchema>;
