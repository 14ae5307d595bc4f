// npm run test:integration [-- NAME…]: only the suites in the extension host, in both VS Codes; NAME selects suites by parts of their
// names.
import { exitOnSignals } from './cleanUp.ts';
import { addUp, printTotals, runParts } from './parts.ts';
import { browser, build, editors, extensionHostSuites } from './testParts.ts';

exitOnSignals();
const preparation = await runParts([editors, browser, build], 2);
printTotals(addUp([preparation, await runParts(extensionHostSuites(process.argv.slice(2)), 2)]));
