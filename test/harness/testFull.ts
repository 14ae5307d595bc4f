// npm run test:full: everything there is, for before an issue is called resolved. All of npm test, every goal at full size, the
// benchmarks with their goals, and the screenshots, to be looked at.
import { exitOnSignals } from './cleanUp.ts';
import { printTotals } from './parts.ts';
import { runEverything } from './runEverything.ts';
import { benchmarks, fullGoals, screenshots } from './testParts.ts';

exitOnSignals();
printTotals(await runEverything([screenshots, benchmarks, fullGoals]));
