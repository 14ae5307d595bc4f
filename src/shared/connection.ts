// Whether the gateway can be asked as things stand, as facts: `words/connectionText.ts` says them.
import * as v from 'valibot';
import { baseUrlRefusals, type BaseUrlRefusal } from './baseUrl.ts';

export const connectionSchema = v.object({
  /** Whether a key is kept; the key itself never comes here. */
  hasKey: v.boolean(),
  /** True where the gateway may do without one (a loopback address). */
  isKeyOptional: v.boolean(),
  /** Scheme, host and port, where they are plain http, which only loopback may be. */
  insecureOrigin: v.exactOptional(v.string()),
  /** Why the address cannot be used at all. */
  addressProblem: v.exactOptional(v.picklist(baseUrlRefusals)),
});

export type Connection = v.InferOutput<typeof connectionSchema>;

/** What stands in the way of a request. */
export type Obstacle = { readonly kind: 'no-key' } | { readonly kind: 'address'; readonly reason: BaseUrlRefusal };

/** Undefined where a request can be made. */
export function obstacleOf({ hasKey, isKeyOptional, addressProblem }: Connection): Obstacle | undefined {
  if (addressProblem !== undefined) {
    return { kind: 'address', reason: addressProblem };
  }
  return hasKey || isKeyOptional ? undefined : { kind: 'no-key' };
}
