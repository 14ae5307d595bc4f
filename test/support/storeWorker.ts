// The path of the store's worker as it ships. Loaded from TypeScript, each worker would load Node's type stripper, which is WebAssembly,
// and V8 sometimes crashes if several threads of a process load and unload the same WebAssembly (seen as a use after free in
// TierUpWasmToJSWrapper).
import { join } from 'node:path';

/** The environment variable that names the folder in which the extension was built for the goals. */
export const extensionFolderVariable = 'OPENCODEX_TEST_EXTENSION';

/** The worker in the folder of a built extension. */
export function storeWorkerOf(extensionFolder: string): string {
  return join(extensionFolder, 'dist', 'storeWorker.js');
}

/** The worker for programs of the goals. @throws Error if the environment variable is missing. */
export function builtStoreWorker(): string {
  const folder = process.env[extensionFolderVariable];
  if (folder === undefined) {
    throw new Error(`${extensionFolderVariable} names no folder: goals are started by npm run test:faults.`);
  }
  return storeWorkerOf(folder);
}
