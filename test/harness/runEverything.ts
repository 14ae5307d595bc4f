// Everything that npm test runs, in the order and with the parallelism that is fastest on two cores.
import { addUp, runParts, type Part, type PartResult } from './parts.ts';
import { browser, build, editors, endToEndTests, extensionHostSuites, gates, unitTests } from './testParts.ts';

/** @param afterwards parts to run after all others, one at a time. */
export async function runEverything(afterwards: readonly Part[]): Promise<PartResult> {
  console.log('Preparation and static checks, two at a time:');
  const preparation = await runParts([browser, build, editors, ...gates], 2);
  console.log('Tests, one part at a time, since many of them are about time; the two VS Codes beside each other:');
  const units = await runParts([unitTests()], 1);
  const suites = await runParts(extensionHostSuites(), 2);
  const others = await runParts([endToEndTests(), ...afterwards], 1);
  return addUp([preparation, units, suites, others]);
}
