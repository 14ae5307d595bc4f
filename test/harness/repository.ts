// Paths in this repository.
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');
export const packagedExtension = join(repository, 'opencodex.vsix');
/** The ignored folder that holds downloaded editors, as @vscode/test-electron names it. */
export const editorsFolder = join(repository, '.vscode-test');
