// One goal in a process of its own, which runGoals.ts starts: node goalProcess.ts NAME SEED full|short
import { GoalRun } from './goal.ts';
import { goals } from './goals.ts';
import type { GoalMessage } from './runGoals.ts';

const aliveEveryMs = 1000;

const [name = '', seed, form] = process.argv.slice(2);
const run = new GoalRun(name, { seed: Number(seed), isShort: form === 'short' });

// A crash is what the goals look for, and the cases that are left may find more.
process.on('uncaughtException', (error) => run.fail('an exception that nobody caught', error));
process.on('unhandledRejection', (reason) => run.fail('a rejection that nobody handled', reason));
// Whoever started this has ended.
process.on('disconnect', () => process.exit(1));

const send = (message: GoalMessage): void => void process.send?.(message);
// Unreferenced: a goal may count the timers that keep a process alive.
setInterval(() => send({ type: 'alive' }), aliveEveryMs).unref();

const goal = goals.find((one) => one.name === name);
try {
  await goal?.run(run);
} catch (thrown) {
  run.fail('outside of any case', thrown);
}
process.send?.({ type: 'ended', result: run.result } satisfies GoalMessage, () => process.exit(0));
