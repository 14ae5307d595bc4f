// The store's worker as it ships. From its TypeScript each worker would load Node's type stripper, which is WebAssembly: V8 crashes now
// and then where several threads of a process load and leave the same WebAssembly (seen as a use of freed code in TierUpWasmToJSWrapper).
import { join } from 'node:path';

/** The environment variable that tells programs of the goals where the extension was built for them. */
export const extensionFolderVariable = 'OPENCODEX_TEST_EXTENSION';

/** In the folder of a built extension. */
export function storeWorkerOf(extensionFolder: string): string {
  return join(extensionFolder, 'dist', 'storeWorker.js');
}

/** For programs of the goals. */
export function builtStoreWorker(): string {
  const folder = process.env[extensionFolderVariable];
  if (folder === undefined) {
    throw new Error(`${extensionFolderVariable} names no folder: goals are started by npm run test:faults.`);
  }
  return storeWorkerOf(folder);
}
