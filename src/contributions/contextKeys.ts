// The keys by which `when` and `enablement` in package.json ask about a window.

/** A review of ours is in front. */
export const reviewing = 'opencodex.isReviewing';

export type ContextKeyId = typeof reviewing;
