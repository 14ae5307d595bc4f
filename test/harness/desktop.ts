// The extension-host suites in desktop VS Code, which @vscode/test-electron downloads, for machines that can run it.
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { CleanUp } from './cleanUp.ts';
import { suiteVariables } from './extensionHost.ts';
import { lastLines, runProgram } from './processes.ts';
import { editorsFolder, repository } from './repository.ts';
import { parseTotals, type SuiteTotals } from './suiteTotals.ts';
import type { VsCodeVersion } from './vsCodeServer.ts';

/**
 * Downloads desktop VS Code, if that has not been done before, and returns the path of its program.
 * @throws Error if the download fails.
 */
export async function ensureDesktop(version: VsCodeVersion): Promise<string> {
  return await downloadAndUnzipVSCode({ version, cachePath: editorsFolder });
}

/**
 * Runs the suites that `node esbuild.js --tests` built, in a window of desktop VS Code with data of its own.
 * @throws Error with the output, if the suites returned no totals or ran no test.
 */
export async function runDesktopSuites({ version }: { readonly version: VsCodeVersion }): Promise<SuiteTotals> {
  const program = await ensureDesktop(version);
  const cleanUp = new CleanUp();
  try {
    const state = await cleanUp.temporaryFolder();
    const folder = await cleanUp.temporaryFolder();
    const { output } = await runProgram(
      program,
      [
        ...[
          folder,
          '--no-sandbox',
          '--disable-gpu-sandbox',
          '--disable-updates',
          '--skip-welcome',
          '--skip-release-notes',
        ],
        ...['--disable-workspace-trust', '--disable-extensions', '--user-data-dir', join(state, 'data')],
        ...['--extensions-dir', join(state, 'extensions'), `--extensionDevelopmentPath=${repository}`],
        `--extensionTestsPath=${join(repository, 'dist', 'test', 'integration', 'index.js')}`,
      ],
      // In a terminal of VS Code this variable is set, and would make VS Code run as plain Node.
      { env: { ELECTRON_RUN_AS_NODE: undefined, ...(await suiteVariables(version, state)) } },
    );
    const totals = parseTotals(output.split('\n'));
    if (!totals || totals.passed + totals.failed === 0) {
      throw new Error(`The suites ended without having run a test.\n${lastLines(output, 80)}`);
    }
    return totals;
  } finally {
    await cleanUp.close();
  }
}
