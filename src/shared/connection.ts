// The facts that decide whether a request can be made now. `words/connectionText.ts` has the sentences for them.
import * as v from 'valibot';
import { baseUrlRefusals, checkBaseUrl, isLoopback, type BaseUrlRefusal } from './baseUrl.ts';

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

/** The connection to the gateway at `baseUrl`, as the user has set it. A loopback gateway may do without a key. */
export function connectionTo(baseUrl: string, hasKey: boolean): Connection {
  const check = checkBaseUrl(baseUrl);
  switch (check.kind) {
    case 'ok':
      return { hasKey, isKeyOptional: isLoopback(new URL(check.url).hostname) };
    case 'insecure-loopback':
      return { hasKey, isKeyOptional: true, insecureOrigin: check.origin };
    case 'refused':
      return { hasKey, isKeyOptional: false, addressProblem: check.reason };
  }
}

/** What prevents a request. */
export type Obstacle = { readonly kind: 'no-key' } | { readonly kind: 'address'; readonly reason: BaseUrlRefusal };

/** Undefined where a request can be made. */
export function obstacleOf({ hasKey, isKeyOptional, addressProblem }: Connection): Obstacle | undefined {
  if (addressProblem !== undefined) {
    return { kind: 'address', reason: addressProblem };
  }
  return hasKey || isKeyOptional ? undefined : { kind: 'no-key' };
}
