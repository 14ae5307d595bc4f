// npm test: installs what is missing, runs everything, and prints `N passed, N failed` as its last line. npm test -- FILE… runs only the
// test files whose path contains one of the texts, and the parts that these need.
import { exitOnSignals } from './cleanUp.ts';
import { addUp, nothing, printTotals, runParts } from './parts.ts';
import { partsOf } from './partsOf.ts';
import { runEverything } from './runEverything.ts';
import { shortGoals } from './testParts.ts';

exitOnSignals();
const files = process.argv.slice(2);
if (files.length === 0) {
  printTotals(await runEverything([shortGoals]));
} else {
  const { preparation, tests } = partsOf(files);
  if (tests.length === 0) {
    console.error(`No test file has a path with ${files.join(' or ')} in it.`);
  }
  const results = [await runParts(preparation, 2), await runParts(tests, 1)];
  printTotals(addUp([...results, tests.length === 0 ? { ...nothing, failed: 1 } : nothing]));
}
