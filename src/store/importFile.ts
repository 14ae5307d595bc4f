// Imports a chat file into the store, as the caller sees it: piece by piece, with progress, and cancellable at any time.
import { limits } from '../shared/limits.ts';
import type { ChatStore } from './chatStore.ts';
import type { ImportProblem } from './import/importChats.ts';
import type { ImportedFile } from './import/importedFile.ts';

export interface ImportOptions extends ImportedFile {
  readonly bytes: Uint8Array;
  /** Cancels the import; chats that were added before stay. */
  readonly signal: AbortSignal;
  readonly onProgress: (imported: number, total: number) => void;
}

export type ImportOutcome =
  | { readonly kind: 'refused'; readonly problem: ImportProblem }
  /**
   * `imported`: how many chats were examined, fewer than `total` if the import was cancelled or failed. `added`: how many of them brought
   * something new. `failure`: what the store threw, if it did.
   */
  | {
      readonly kind: 'imported';
      readonly imported: number;
      readonly added: number;
      readonly total: number;
      readonly failure?: unknown;
    };

/** Adds the chats of a file to the store. Never rejects: a failure is part of the outcome. */
export async function importFile(store: ChatStore, options: ImportOptions): Promise<ImportOutcome> {
  const { path, modifiedAt, bytes, signal, onProgress } = options;
  const id = crypto.randomUUID();
  let imported = 0;
  let added = 0;
  let total = 0;
  try {
    await store.imports.beginImport(id, { path, modifiedAt });
    for (let start = 0; start < bytes.length && !signal.aborted; start += limits.import.piece) {
      // `Buffer.slice` would share its memory with the file's bytes, and the worker takes the buffer over; so this copies.
      await store.imports.feedImport(id, new Uint8Array(bytes.subarray(start, start + limits.import.piece)).buffer);
    }
    const read = signal.aborted ? 0 : await store.imports.readImport(id);
    if (typeof read === 'string') {
      return { kind: 'refused', problem: read };
    }
    total = read;
    while (imported < total && !signal.aborted) {
      ({ done: imported, added } = await store.imports.continueImport(id));
      onProgress(imported, total);
    }
    return { kind: 'imported', imported, added, total };
  } catch (failure) {
    return { kind: 'imported', imported, added, total, failure };
  } finally {
    // If the worker has exited, the import is gone with it, so a failure here does not matter.
    await store.imports.endImport(id).catch(() => undefined);
  }
}
