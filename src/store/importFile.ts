// The way of a file of chats into the store, as its caller sees it: piece by piece, with progress, and ended at any time.
import { limits } from '../shared/limits.ts';
import type { ChatStore } from './chatStore.ts';
import type { ImportProblem } from './import/importChats.ts';
import type { ImportedFile } from './import/importedFile.ts';

export interface ImportOptions extends ImportedFile {
  readonly bytes: Uint8Array;
  /** What was added until it aborts stays. */
  readonly signal: AbortSignal;
  readonly onProgress: (imported: number, total: number) => void;
}

export type ImportOutcome =
  | { readonly kind: 'refused'; readonly problem: ImportProblem }
  /**
   * `imported`: fewer than all where it was aborted or failed; then what the store threw. `added`: those that brought something that was
   * not there.
   */
  | {
      readonly kind: 'imported';
      readonly imported: number;
      readonly added: number;
      readonly total: number;
      readonly failure?: unknown;
    };

/** Adds the chats of a file. Never rejects. */
export async function importFile(store: ChatStore, options: ImportOptions): Promise<ImportOutcome> {
  const { path, modifiedAt, bytes, signal, onProgress } = options;
  const id = crypto.randomUUID();
  let imported = 0;
  let added = 0;
  let total = 0;
  try {
    await store.call('beginImport', id, { path, modifiedAt });
    for (let start = 0; start < bytes.length && !signal.aborted; start += limits.import.piece) {
      // A copy, which a slice of Node's own kind of bytes is not.
      await store.call('feedImport', id, new Uint8Array(bytes.subarray(start, start + limits.import.piece)).buffer);
    }
    const read = signal.aborted ? 0 : await store.call('readImport', id);
    if (typeof read === 'string') {
      return { kind: 'refused', problem: read };
    }
    total = read;
    while (imported < total && !signal.aborted) {
      ({ done: imported, added } = await store.call('continueImport', id));
      onProgress(imported, total);
    }
    return { kind: 'imported', imported, added, total };
  } catch (failure) {
    return { kind: 'imported', imported, added, total, failure };
  } finally {
    // A worker that has ended has forgotten it.
    await store.call('endImport', id).catch(() => undefined);
  }
}
