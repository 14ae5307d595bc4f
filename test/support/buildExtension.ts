// The extension as it ships, in a folder of a test's own: the one that developers build may be under way.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from '../harness/processes.ts';
import { repository } from '../harness/repository.ts';

/** What the extension reads of its folder beside the bundles. */
const shippedFolders = ['l10n', 'media'];

/** `folder` is there, and empty. */
export async function buildExtension(folder: string): Promise<void> {
  const build = ['esbuild.js', '--production', '--out', join(folder, 'dist')];
  await runOrThrow('The extension could not be built', process.execPath, build, { cwd: repository });
  await Promise.all(shippedFolders.map((name) => symlink(join(repository, name), join(folder, name))));
}
