// Undoes what the harness has started: in reverse order, and when the program exits at the latest.
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Undo {
  /** Ends the thing and waits until it has ended. */
  readonly close: () => Promise<void>;
  /** Ends the thing synchronously, because the program is exiting. */
  readonly atExit: () => void;
}

/** A stack of things to end. Its owner must call `close`; whatever is left when the program exits is ended then. */
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

  /** Creates a folder in the system's temporary folder; `close` deletes it with everything in it. */
  async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'opencodex-'));
    // A process that is being killed may still write files, so deleting may need retries.
    const options = { recursive: true, force: true, maxRetries: 5 };
    this.add({ close: () => rm(folder, options), atExit: () => rmSync(folder, options) });
    return folder;
  }

  /**
   * Environment variables that make a program keep its temporary files and sockets in a folder that `close` deletes. Empty except on Linux:
   * on macOS the path would be too long for a socket.
   */
  async temporaryVariables(): Promise<Readonly<Record<string, string>>> {
    if (process.platform !== 'linux') {
      return {};
    }
    const folder = await this.temporaryFolder();
    return { TMPDIR: folder, XDG_RUNTIME_DIR: folder };
  }

  /** Ends everything that was added, last first. May be called again. */
  async close(): Promise<void> {
    for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop()) {
      await undo.close();
    }
    process.off('exit', this.#atExit);
  }
}

/** Makes SIGINT and SIGTERM run the `exit` handlers, so that nothing started by the harness outlives it. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
