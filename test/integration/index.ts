// Runs every suite of this folder inside the extension host, prints each result, and the totals as the last line.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Mocha from 'mocha';
import { chosenSuites, formatTotals } from '../harness/suiteTotals.ts';

const slowestTestMs = 30_000;

/** Loads every suite; gives what went wrong with those that cannot be loaded. */
async function loadSuites(mocha: Mocha): Promise<readonly string[]> {
  const failures: string[] = [];
  const chosen = (process.env[chosenSuites] ?? '').split(',').filter((piece) => piece !== '');
  const names = (await readdir(import.meta.dirname))
    .filter((name) => name.endsWith('.suite.js'))
    .filter((name) => chosen.length === 0 || chosen.some((piece) => name.includes(piece)))
    .toSorted();
  for (const name of names) {
    const file = join(import.meta.dirname, name);
    // This event of mocha's own puts `describe` and `it` into the global scope.
    mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, file, mocha);
    try {
      await import(pathToFileURL(file).href);
    } catch (error) {
      failures.push(`${name} could not be loaded\n${explain(error)}`);
    }
  }
  return failures;
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** VS Code calls this once. Rejects where a test failed; a suite that cannot be loaded counts as a failed test. */
export async function run(): Promise<void> {
  const options = { ui: 'bdd', timeout: slowestTestMs, forbidOnly: true, forbidPending: true } as const;
  const mocha = new Mocha({ ...options, reporter: Mocha.reporters.Base });
  const failures = [...(await loadSuites(mocha))];
  let passed = 0;
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (test) => {
      passed += 1;
      console.log(`ok ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on('fail', (test, error: unknown) => {
      failures.push(`${test.fullTitle()}\n${explain(error)}`);
    });
  });
  console.log(failures.map((failure) => `FAILED ${failure}`).join('\n'));
  console.log(formatTotals({ passed, failed: failures.length, failures }));
  if (failures.length > 0) {
    throw new Error(`${failures.length} tests failed`);
  }
}
