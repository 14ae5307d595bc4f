// Makes opencodex.vsix, as `npm run package` does.
import { join } from 'node:path';
import { packagedExtension, repository } from './repository.ts';
import { runOrThrow } from './processes.ts';

/** @throws Error with what vsce printed */
export async function packageExtension(): Promise<void> {
  console.log('Building and packaging the extension …');
  const vsce = join(repository, 'node_modules', '@vscode', 'vsce', 'vsce');
  const vsceArguments = [vsce, 'package', '--allow-missing-repository', '--out', packagedExtension];
  await runOrThrow('The extension could not be packaged', process.execPath, vsceArguments, { cwd: repository });
}
