// One figure of a benchmark, and how figures are printed and kept.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface BenchResult {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** In words, such as "at most 20 ms more". */
  readonly goal: string;
  readonly met: boolean;
  /** What it was measured against. */
  readonly against: string;
}

const resultsFile = join(import.meta.dirname, 'results.json');

/** A result that is good when it is at most `limit`. */
export function atMost(
  limit: number,
  result: Omit<BenchResult, 'goal' | 'met'> & { readonly goal?: string },
): BenchResult {
  return { ...result, goal: result.goal ?? `at most ${limit} ${result.unit}`, met: result.value <= limit };
}

export function printTable(results: readonly BenchResult[]): void {
  console.table(
    results.map(({ figure, value, unit, goal, met, against }) => ({
      figure,
      value: `${Number(value.toFixed(2))} ${unit}`,
      goal,
      met: met ? 'yes' : 'NO',
      against,
    })),
  );
}

/** Replaces the rows of the benchmarks that ran and keeps the others. */
export async function keepResults(results: readonly BenchResult[]): Promise<void> {
  const ran = new Set(results.map(({ bench }) => bench));
  const others = (await readResults()).filter(({ bench }) => !ran.has(bench));
  await writeFile(resultsFile, `${JSON.stringify([...others, ...results], undefined, 2)}\n`);
}

async function readResults(): Promise<BenchResult[]> {
  try {
    return JSON.parse(await readFile(resultsFile, 'utf8')) as BenchResult[];
  } catch {
    return [];
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that so many percent of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? Number.NaN;
}
