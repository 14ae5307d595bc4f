// Builds the extension once for all tests that load its pages, as it ships, into a folder of their own: the one that developers
// build may be under way. Tests get its path with inject('extensionFolder').
import type { TestProject } from 'vitest/node';
import { CleanUp } from '../../harness/cleanUp.ts';
import { buildExtension } from '../../support/buildExtension.ts';

declare module 'vitest' {
  interface ProvidedContext {
    extensionFolder: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const cleanUp = new CleanUp();
  const folder = await cleanUp.temporaryFolder();
  await buildExtension(folder);
  provide('extensionFolder', folder);
  return () => cleanUp.close();
}
