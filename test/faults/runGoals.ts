// Runs goals, each in a process of its own, so that neither a crash nor an endless loop ends the run.
import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { CleanUp } from '../harness/cleanUp.ts';
import { buildExtension } from '../support/buildExtension.ts';
import { extensionFolderVariable } from '../support/storeWorker.ts';
import { forEachOf, type Goal, type GoalOptions, type GoalResult } from './goal.ts';

export type GoalMessage = { readonly type: 'alive' } | { readonly type: 'ended'; readonly result: GoalResult };

/** A process that says nothing for so long has hung; it says something each second. */
const silentAtMostMs = 120_000;

/** A seed for a run of its own. */
export function newSeed(): number {
  return randomInt(2 ** 31);
}

/** Beside each other: most of them wait most of the time. */
const goalsAtOnce = 3;

/** Runs the goals and prints a line for each as it ends, with its first failures after it. Resolves with how many goals met and missed. */
export async function runGoals(
  goals: readonly Goal[],
  options: GoalOptions,
  print: (line: string) => void,
): Promise<{ readonly met: number; readonly missed: number }> {
  const cleanUp = new CleanUp();
  const extensionFolder = await cleanUp.temporaryFolder();
  await buildExtension(extensionFolder);
  let missed = 0;
  const run = async ({ name }: Goal): Promise<void> => {
    const start = performance.now();
    const { tried, failed, failures } = await runApart(name, options, extensionFolder);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    print(`${name}: ${tried} tried, ${failed} failed (${seconds} s)`);
    for (const failure of failures) {
      print(failure.replaceAll(/^/gm, '    '));
    }
    if (failed > 0) {
      missed += 1;
      print(`    To repeat: npm run test:faults -- ${name} --seed ${options.seed}${options.isShort ? ' --short' : ''}`);
    }
  };
  await forEachOf(
    goals.filter(({ isTimed }) => isTimed === true),
    1,
    run,
  );
  await forEachOf(
    goals.filter(({ isTimed }) => isTimed !== true),
    goalsAtOnce,
    run,
  );
  await cleanUp.close();
  return { met: goals.length - missed, missed };
}

function runApart(name: string, { seed, isShort }: GoalOptions, extensionFolder: string): Promise<GoalResult> {
  const file = join(import.meta.dirname, 'goalProcess.ts');
  const env = { ...process.env, [extensionFolderVariable]: extensionFolder };
  const child = fork(file, [name, String(seed), isShort ? 'short' : 'full'], { env });
  return new Promise((resolve) => {
    let result: GoalResult | undefined;
    const end = (reason: string): void => {
      clearTimeout(silence);
      resolve(result ?? { tried: 0, failed: 1, failures: [`The process of the goal ${reason}.`] });
    };
    const silence = setTimeout(() => {
      child.kill('SIGKILL');
      end(`said nothing for ${silentAtMostMs / 1000} s`);
    }, silentAtMostMs);
    child.on('message', (message: GoalMessage) => {
      silence.refresh();
      result = message.type === 'ended' ? message.result : undefined;
    });
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code ?? 0}`}`));
  });
}
