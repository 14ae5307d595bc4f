// Imports of chat files inside the store's worker: a file is assembled from pieces, parsed once, and its chats are added a few at a time.
import type { ChatTree } from '../shared/history.ts';
import { limits } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { importChats, type ImportProblem } from './import/importChats.ts';
import type { ImportedFile } from './import/importedFile.ts';
import { LedgerSession } from './ledgerSession.ts';
import type { ImportedSoFar, ImportMethods } from './storeMethods.ts';
import { addTree } from './trees.ts';

class ImportJob {
  readonly file: ImportedFile;
  #decoder = new TextDecoder();
  #pieces: string[] = [];
  chats: readonly ChatTree[] = [];
  /** How many of the chats have been examined. */
  done = 0;
  /** How many of the examined chats brought a chat or a message that was not stored yet. */
  added = 0;

  constructor(file: ImportedFile) {
    this.file = file;
  }

  feed(bytes: ArrayBuffer): void {
    if (this.#pieces.length === 0) {
      this.#decoder = new TextDecoder(encodingOf(new Uint8Array(bytes)));
    }
    this.#pieces.push(this.#decoder.decode(bytes, { stream: true }));
  }

  takeText(): string {
    const text = this.#pieces.join('') + this.#decoder.decode();
    this.#pieces = [];
    return text;
  }
}

export class ImportSession extends LedgerSession implements ImportMethods {
  readonly #jobs = new Map<string, ImportJob>();

  beginImport(id: string, file: ImportedFile): void {
    this.#jobs.set(id, new ImportJob(file));
  }

  feedImport(id: string, bytes: ArrayBuffer): void {
    this.#job(id).feed(bytes);
  }

  readImport(id: string): number | ImportProblem {
    const job = this.#job(id);
    const chats = importChats(job.takeText(), job.file);
    if (typeof chats === 'string') {
      return chats;
    }
    job.chats = chats;
    return chats.length;
  }

  continueImport(id: string): ImportedSoFar {
    const job = this.#job(id);
    const { done, added } = this.write((database, revision) => addSome(database, job, revision));
    job.done = done;
    job.added = added;
    return { done, added };
  }

  endImport(id: string): void {
    this.#jobs.delete(id);
  }

  #job(id: string): ImportJob {
    const job = this.#jobs.get(id);
    if (!job) {
      throw new Error('There is no import with this id: it has ended, or it never began.');
    }
    return job;
  }
}

/** Some Windows tools write JSON in UTF-16. A JSON text begins with ASCII characters, of which UTF-16 makes one byte that is 0. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return 'utf-16le';
  }
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8';
}

/** Adds at least one chat, and more until the time slice of `limits.import.turnMs` is used up, so that other calls get their turn. */
function addSome(database: Database, { chats, ...before }: ImportJob, revision: number): ImportedSoFar {
  const end = performance.now() + limits.import.turnMs;
  let { done, added } = before;
  do {
    const chat = chats[done];
    if (chat) {
      added += addTree(database, chat, revision) ? 1 : 0;
      done += 1;
    }
  } while (done < chats.length && performance.now() < end);
  return { done, added };
}
