// What our activation adds to the start of the extension host, against an empty extension in the same one.
// VS Code measures both itself: the time to load the code and call activate, shown by "Show Running Extensions".
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedExtension, repository } from '../harness/repository.ts';
import { startWorkbench } from '../harness/workbench.ts';
import type { WorkbenchWindow } from '../harness/workbenchWindow.ts';
import { atMost, median, type BenchResult } from './result.ts';

const bench = 'activation';
const rounds = 9;

/** Each round is a new extension host; the first one, which fills the disk cache, does not count. */
export async function benchActivation(): Promise<readonly BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'opencodex-bench-'));
  try {
    const empty = await packageEmptyExtension(folder);
    const workbench = await startWorkbench({ extensions: [packagedExtension, empty] });
    const [ours, theirs]: [number[], number[]] = [[], []];
    try {
      // The list draws only the rows in sight.
      await workbench.window.page.setViewportSize({ width: 1280, height: 2400 });
      for (let round = 0; round <= rounds; round += 1) {
        const times = await readActivationTimes(workbench.window);
        if (round > 0) {
          ours.push(times.ours);
          theirs.push(times.empty);
        }
        await workbench.window.reload();
      }
    } finally {
      await workbench.close();
    }
    const against = `an empty extension: median ${median(theirs)} ms, ${rounds} starts`;
    const value = median(ours) - median(theirs);
    return [
      atMost(20, {
        bench,
        figure: 'load and activate, more than empty',
        value,
        unit: 'ms',
        against,
        goal: 'at most 20 ms more',
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packageEmptyExtension(folder: string): Promise<string> {
  const manifest = {
    name: 'empty',
    displayName: 'Empty Extension',
    publisher: 'bench',
    version: '1.0.0',
    type: 'module',
    main: './extension.js',
    engines: { vscode: '^1.106.0' },
    activationEvents: ['onStartupFinished'],
    files: ['extension.js'],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.js'), 'export function activate() {}\n');
  await writeFile(join(folder, 'README.md'), 'Nothing.\n');
  const vsix = join(folder, 'empty.vsix');
  const vsce = join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  execFileSync(process.execPath, [vsce, ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return vsix;
}

/** Milliseconds, as VS Code measured them at this start. */
async function readActivationTimes(window: WorkbenchWindow): Promise<{ ours: number; empty: number }> {
  await window.statusBarItem('opencodex.balance').waitFor();
  await window.runCommand('Developer: Show Running Extensions');
  const timeOf = async (name: string): Promise<number> => {
    const row = window.page.locator('.monaco-list-row').filter({ has: window.page.getByText(name, { exact: true }) });
    const text = await window.waitFor(
      () => row.locator('.activation-time').innerText(),
      (shown) => /\d+ ?ms/.test(shown),
    );
    return Number(/(\d+) ?ms/.exec(text)?.[1]);
  };
  return { ours: await timeOf('OpenCodex'), empty: await timeOf('Empty Extension') };
}
