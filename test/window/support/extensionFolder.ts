// Builds the extension once for all tests that load its pages, as it ships, into a folder of their own: the one that developers
// build may be under way. Tests get its path with inject('extensionFolder').
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { CleanUp } from '../../harness/cleanUp.ts';
import { runOrThrow } from '../../harness/processes.ts';
import { repository } from '../../harness/repository.ts';

declare module 'vitest' {
  interface ProvidedContext {
    extensionFolder: string;
  }
}

/** What the extension reads of its folder beside the bundles. */
const shippedFolders = ['l10n', 'media'];

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const cleanUp = new CleanUp();
  const folder = await cleanUp.temporaryFolder();
  const build = ['esbuild.js', '--production', '--out', join(folder, 'dist')];
  await runOrThrow('The extension could not be built', process.execPath, build, { cwd: repository });
  await Promise.all(shippedFolders.map((name) => symlink(join(repository, name), join(folder, name))));
  provide('extensionFolder', folder);
  return () => cleanUp.close();
}
