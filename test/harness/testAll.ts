// npm test: installs what is missing, runs everything, and prints `N passed, N failed` as its last line.
import { exitOnSignals } from './cleanUp.ts';
import { addUp, printTotals, runParts } from './parts.ts';
import {
  browser,
  build,
  editors,
  endToEndTests,
  extensionHostSuites,
  faultGoals,
  gates,
  unitTests,
} from './testParts.ts';

exitOnSignals();
console.log('Preparation and static checks, two at a time:');
const preparation = await runParts([browser, build, editors, ...gates], 2);
console.log('Tests, one part at a time, since many of them are about time:');
const tests = await runParts([unitTests, faultGoals, ...extensionHostSuites, endToEndTests], 1);
printTotals(addUp([preparation, tests]));
