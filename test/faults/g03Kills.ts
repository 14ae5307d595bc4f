// G3: a window is killed anywhere in a thousand runs of saving, growing, ending, renaming and migrating. Nothing acknowledged is lost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Goal } from './goal.ts';
import { checkIntegrity, copyFolder, fillFolder, withFolder, withStore } from './support/storeFolders.ts';
import { StoreLedger, type StoreWrite } from './support/storeScript.ts';
import { downgrade } from './support/oldSchema.ts';

/** Far above what a window needs to come that far. */
const comesWithinMs = 60_000;

/** After so many kills a folder is left for a new one, so that both small and grown files are met. */
const killsPerFolder = 20;

// Rows: F1, F7, F14, F19
export const g03: Goal = {
  name: 'G3',
  async run(run) {
    const { random } = run;
    await withFolder(async (root) => {
      const template = join(root, 'template');
      const old = await fillFolder(template, 1, 60);
      downgrade(template);
      for (let count = run.size(1000, 20), folder = 0; count > 0; folder += 1) {
        const place = join(root, String(folder));
        const ledger = folder % 2 === 0 ? new StoreLedger() : old.copy();
        if (folder % 2 === 1) {
          await copyFolder(template, place);
        }
        for (let kill = 0; kill < killsPerFolder && count > 0; kill += 1, count -= 1) {
          const seed = random.below(2 ** 31);
          // The first of a folder is killed while it makes or migrates the schema.
          const writes = kill === 0 ? 0 : random.below(25);
          const delayMs = random.next() * (kill === 0 ? 150 : 3);
          await run.try(
            () => `folder ${folder}, kill ${kill}, seed ${seed}, ${writes} writes and ${delayMs.toFixed(3)} ms`,
            async () => {
              await killWindow(place, ledger, { id: `${folder}-${kill}`, seed, writes, delayMs });
              checkIntegrity(place);
              await withStore(place, async (store) => {
                ledger.giveUp();
                await ledger.check(store);
              });
            },
          );
        }
      }
    });
  },
};

interface Kill {
  readonly id: string;
  readonly seed: number;
  /** How many writes are done before. */
  readonly writes: number;
  /** After the next one has begun. */
  readonly delayMs: number;
}

async function killWindow(folder: string, ledger: StoreLedger, { id, seed, writes, delayMs }: Kill): Promise<void> {
  const program = join(import.meta.dirname, 'support', 'storeWindow.ts');
  const args = [program, folder, id, String(seed), '1000', ...ledger.chatIds.slice(-5)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const ended = once(child, 'close');
  const timer = setTimeout(() => child.kill('SIGKILL'), comesWithinMs);
  let done = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('> ')) {
      ledger.begin(JSON.parse(line.slice(2)) as StoreWrite);
      if (done === writes) {
        killAfter(child.pid, delayMs);
      }
    } else if (line === '+') {
      ledger.acknowledge();
      done += 1;
    } else {
      child.kill('SIGKILL');
      throw new Error(`The window said ${line}`);
    }
  }
  const [, signal] = (await ended) as [number | null, string | null];
  clearTimeout(timer);
  if (signal !== 'SIGKILL' || done < writes) {
    throw new Error(`The window ended with ${String(signal)} after ${done} of ${writes} writes\n${complaints}`);
  }
}

/** Timers are too coarse for a write of a millisecond. */
function killAfter(pid: number | undefined, delayMs: number): void {
  const end = performance.now() + delayMs;
  while (performance.now() < end) {
    // The window goes on meanwhile.
  }
  if (pid !== undefined) {
    process.kill(pid, 'SIGKILL');
  }
}
