// How much two pieces of code have in common, to tell which block of an answer is meant. Pure.

/** From 0, nothing, to 1, the same words as often. */
export function likeness(one: string, other: string): number {
  const left = wordsOf(one);
  const right = wordsOf(other);
  let common = 0;
  for (const [word, count] of left) {
    common += Math.min(count, right.get(word) ?? 0);
  }
  const all = sum(left) + sum(right);
  return all === 0 ? 0 : (2 * common) / all;
}

function wordsOf(code: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of code.matchAll(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) {
    total += count;
  }
  return total;
}
