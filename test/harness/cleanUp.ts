// Undoing what the harness has started: in reverse order, and at the latest when the program exits.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Undo {
  /** Ends it and waits for the end. */
  readonly close: () => Promise<void>;
  /** Ends it at once, for a program that is exiting. */
  readonly atExit: () => void;
}

/** A stack of things to end. Its owner calls `close`; a program that exits before that has the rest ended at exit. */
export class CleanUp {
  readonly #undos: Undo[] = [];
  readonly #atExit = (): void => {
    for (const undo of this.#undos.toReversed()) {
      undo.atExit();
    }
  };

  constructor() {
    process.once('exit', this.#atExit);
  }

  add(undo: Undo): void {
    this.#undos.push(undo);
  }

  /** A new folder of the system's temporary folder, deleted with everything in it when this is closed. */
  async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-'));
    // Files may still appear while a process that is being killed writes its last ones.
    const options = { recursive: true, force: true, maxRetries: 5 };
    this.add({ close: () => rm(folder, options), atExit: () => rmSync(folder, options) });
    return folder;
  }

  /**
   * Variables that make a program keep its temporary files and sockets in a folder that goes with this. Only on Linux: on macOS
   * such a path would be too long for a socket.
   */
  async temporaryVariables(): Promise<Readonly<Record<string, string>>> {
    if (process.platform !== 'linux') {
      return {};
    }
    const folder = await this.temporaryFolder();
    return { TMPDIR: folder, XDG_RUNTIME_DIR: folder };
  }

  /** Ends everything that was added, last first. May be called twice. */
  async close(): Promise<void> {
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) {
      await undo.close();
    }
    process.off('exit', this.#atExit);
  }
}

/** Makes Ctrl+C and a polite kill run the `exit` handlers, so that nothing started by the harness outlives it. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
