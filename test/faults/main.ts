// npm run test:faults [-- G1 G2 … --short --seed N]: the goals of the reliability table, all or some, a line for each.
import { parseArgs } from 'node:util';
import { exitOnSignals } from '../harness/cleanUp.ts';
import { goals } from './goals.ts';
import { newSeed, runGoals } from './runGoals.ts';

exitOnSignals();
const { values, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => goals.every((goal) => goal.name !== name));
if (unknown.length > 0) {
  console.error(`There is no goal ${unknown.join(', ')}. There are: ${goals.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}
const seed = values.seed === undefined ? newSeed() : Number(values.seed);
if (!Number.isSafeInteger(seed)) {
  console.error('The seed is a whole number.');
  process.exit(1);
}
console.log(`Seed ${seed}`);
const asked = goals.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const { missed } = await runGoals(asked, { seed, isShort: values.short }, (line) => console.log(line));
process.exitCode = missed === 0 ? 0 : 1;
