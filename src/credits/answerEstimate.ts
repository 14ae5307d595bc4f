// Estimates the length of a model's answers from its recent ones.

/** Lengths of an answer, in tokens. */
export interface OutputEstimate {
  /** Half of the answers are at most this long. */
  readonly typical: number;
  /** Nine of ten answers are at most this long. */
  readonly high: number;
}

/** `completionTokens`: one number per recent answer, as the gateway counted it, in any order. Undefined if there are none. */
export function estimateOutput(completionTokens: readonly number[]): OutputEstimate | undefined {
  const sorted = completionTokens.toSorted((left, right) => left - right);
  const typical = percentile(sorted, 0.5);
  const high = percentile(sorted, 0.9);
  return typical === undefined || high === undefined ? undefined : { typical, high };
}

/** The smallest of the ascending values that at least `share` (0 to 1) of them do not exceed. Undefined if there are no values. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
