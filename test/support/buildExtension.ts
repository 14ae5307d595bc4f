// Builds the extension as it ships into a test's own folder, because a developer may be rebuilding dist at the same time.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from '../harness/processes.ts';
import { repository } from '../harness/repository.ts';

/** The folders besides dist that the extension reads at run time. */
const shippedFolders = ['l10n', 'media'];

/** `folder` must exist and be empty. */
export async function buildExtension(folder: string): Promise<void> {
  const build = ['esbuild.js', '--production', '--out', join(folder, 'dist')];
  await runOrThrow('The extension could not be built', process.execPath, build, { cwd: repository });
  await Promise.all(shippedFolders.map((name) => symlink(join(repository, name), join(folder, name))));
}
