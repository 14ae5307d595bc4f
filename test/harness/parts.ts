// The parts of a test run: each one is run, timed and counted. A part that passes prints one line; one that fails prints the reason.
import { performance } from 'node:perf_hooks';

export interface PartResult {
  readonly passed: number;
  readonly failed: number;
  /** The text to print if something failed. */
  readonly details: string;
}

export interface Part {
  readonly name: string;
  /** A rejection counts as one failure. */
  run(): Promise<PartResult>;
}

export const nothing: PartResult = { passed: 0, failed: 0, details: '' };

async function runPart(part: Part): Promise<PartResult> {
  const start = performance.now();
  const result = await part.run().catch((error: unknown) => ({
    passed: 0,
    failed: 1,
    details: error instanceof Error ? error.message : String(error),
  }));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const isOk = result.failed === 0;
  console.log(
    `${isOk ? 'ok    ' : 'FAILED'} ${part.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`,
  );
  if (!isOk) {
    console.log(result.details.trim().replaceAll(/^/gm, '    '));
  }
  return result;
}

/** Runs the parts in order, up to `atOnce` of them in parallel, and returns the sum of their results. */
export async function runParts(parts: readonly Part[], atOnce: number): Promise<PartResult> {
  const results: PartResult[] = [];
  const waiting = parts.values();
  const worker = async (): Promise<void> => {
    for (const part of waiting) {
      results.push(await runPart(part));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return addUp(results);
}

export function addUp(results: readonly PartResult[]): PartResult {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
    details: '',
  };
}

/** Prints the totals as the last line, and sets the exit code to 1 if something failed. */
export function printTotals({ passed, failed }: PartResult): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
