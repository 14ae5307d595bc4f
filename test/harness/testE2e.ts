// npm run test:e2e [-- NAME…]: only the tests of the packaged extension; NAME selects files by parts of their names.
import { exitOnSignals } from './cleanUp.ts';
import { addUp, printTotals, runParts } from './parts.ts';
import { browser, build, editors, endToEndTests } from './testParts.ts';

exitOnSignals();
const preparation = await runParts([editors, browser, build], 2);
printTotals(addUp([preparation, await runParts([endToEndTests(process.argv.slice(2))], 1)]));
