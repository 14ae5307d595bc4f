// Builds opencodex.vsix, as `npm run package` does: the same bytes for the same commit.
import { fileURLToPath } from 'node:url';
import { runOrThrow, runProgram } from './processes.ts';
import { packagedExtension, repository } from './repository.ts';

/** The time of the last commit in seconds since 1970, which every file in the package gets. Undefined outside a Git checkout. */
async function commitTime(): Promise<string | undefined> {
  const { exitCode, output } = await runProgram('git', ['log', '-1', '--format=%ct'], { cwd: repository });
  return exitCode === 0 ? output.trim() : undefined;
}

/** @throws Error with the output of vsce. */
export async function packageExtension(file: string = packagedExtension): Promise<void> {
  const vsce = fileURLToPath(import.meta.resolve('@vscode/vsce/vsce'));
  const vsceArguments = [vsce, 'package', '--allow-missing-repository', '--out', file];
  await runOrThrow('The extension could not be packaged', process.execPath, vsceArguments, {
    cwd: repository,
    env: { SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? (await commitTime()) },
  });
}
