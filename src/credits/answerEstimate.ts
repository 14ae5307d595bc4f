export function typicalOutput(
  samples: readonly { readonly completionTokens: number }[],
): { typical: number; high: number } | undefined {
  return samples.length === 0 ? undefined : { typical: samples[0]?.completionTokens ?? 0, high: 0 };
}
