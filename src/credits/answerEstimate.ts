// How long a model's answers are, from its last ones.

/** Tokens of an answer. */
export interface OutputEstimate {
  /** Half of the answers are no longer. */
  readonly typical: number;
  /** Nine of ten are no longer. */
  readonly high: number;
}

/** From the tokens of the last answers, in any order, each as the gateway counted it. Undefined when there are none. */
export function estimateOutput(completionTokens: readonly number[]): OutputEstimate | undefined {
  const sorted = completionTokens.toSorted((left, right) => left - right);
  const typical = percentile(sorted, 0.5);
  const high = percentile(sorted, 0.9);
  return typical === undefined || high === undefined ? undefined : { typical, high };
}

/** The smallest of the ascending values that this share of them, or more, does not exceed. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
