// The facts that decide whether a request can be made now. `words/connectionText.ts` has the sentences for them.
import * as v from 'valibot';
import { baseUrlRefusals, type BaseUrlRefusal } from './baseUrl.ts';

export const connectionSchema = v.object({
  /** Whether a key is kept; the key itself is never part of this. */
  hasKey: v.boolean(),
  /** True where the gateway may do without one (a loopback address). */
  isKeyOptional: v.boolean(),
  /** Scheme, host and port of an address by plain http, which is allowed for loopback only. */
  insecureOrigin: v.exactOptional(v.string()),
  /** Why the address cannot be used at all. */
  addressProblem: v.exactOptional(v.picklist(baseUrlRefusals)),
});

export type Connection = v.InferOutput<typeof connectionSchema>;

/** What prevents a request. */
export type Obstacle = { readonly kind: 'no-key' } | { readonly kind: 'address'; readonly reason: BaseUrlRefusal };

/** Undefined where a request can be made. */
export function obstacleOf({ hasKey, isKeyOptional, addressProblem }: Connection): Obstacle | undefined {
  if (addressProblem !== undefined) {
    return { kind: 'address', reason: addressProblem };
  }
  return hasKey || isKeyOptional ? undefined : { kind: 'no-key' };
}
