// `npm run bench [NAME…]`: runs the benchmarks, prints a table for each, keeps the rows in test/bench/results.json.
import { packageExtension } from '../harness/packageExtension.ts';
import { benchActivation } from './activation.ts';
import { benchClient } from './client.ts';
import { keepResults, printTable, type BenchResult } from './result.ts';
import { benchSize } from './size.ts';
import { benchSpend } from './spend.ts';
import { benchStore } from './store.ts';

const benches: Readonly<Record<string, () => Promise<readonly BenchResult[]>>> = {
  activation: benchActivation,
  client: benchClient,
  size: benchSize,
  spend: benchSpend,
  store: benchStore,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}

await packageExtension();
for (const [name, run] of Object.entries(benches)) {
  if (asked.length === 0 || asked.includes(name)) {
    console.log(`\n${name}`);
    const results = await run();
    printTable(results);
    await keepResults(results);
  }
}
