// npm run test:full: all of npm test, every goal at full size, the benchmarks with their goals, and the screenshots, which must be looked
// at. Run it before an issue is called resolved.
import { exitOnSignals } from './cleanUp.ts';
import { printTotals } from './parts.ts';
import { runEverything } from './runEverything.ts';
import { benchmarks, fullGoals, screenshots } from './testParts.ts';

exitOnSignals();
printTotals(await runEverything([screenshots, benchmarks, fullGoals]));
