// G4: eight windows write at once, in chats of their own and in shared ones. Nothing is lost, and all see the same two seconds later.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Goal } from './goal.ts';
import { checkIntegrity, withFolder, withStore } from './support/storeFolders.ts';
import { StoreLedger, type StoreWrite } from './support/storeScript.ts';

const windows = 8;
const sharedChats = ['shared-1', 'shared-2', 'shared-3'];

/** By then every window has heard of what the others wrote: the limit that the goal sets. */
const knownWithinMs = 2_000;

// Rows: F4, F6
export const g04: Goal = {
  name: 'G4',
  async run(run) {
    const writes = run.size(5_000, 40);
    await withFolder(async (folder) => {
      const ids = Array.from({ length: windows }, (_, index) => `window${index}`);
      const peers = ids.map((id) => new Peer(folder, id, run.random.below(2 ** 31), writes));
      await Promise.all(peers.map((peer) => peer.written));
      await setTimeout(knownWithinMs);
      await Promise.all(peers.map((peer) => peer.end()));
      checkIntegrity(folder);
      await withStore(folder, async (store) => {
        const list = await store.chats.listChats({ isDeleted: false, limit: 200, offset: 0 });
        for (const peer of peers) {
          await run.try(
            () => `${peer.id}: ${peer.acknowledged} of ${writes} writes acknowledged`,
            async () => {
              if (peer.acknowledged !== writes) {
                throw new Error(`It ended early.\n${peer.complaints}`);
              }
              await peer.ledger.check(store);
              if (!isDeepStrictEqual(peer.list, JSON.parse(JSON.stringify(list)))) {
                throw new Error('Its list is not the one that is kept.');
              }
            },
          );
        }
      });
    });
  },
};

class Peer {
  readonly id: string;
  readonly ledger = new StoreLedger();
  /** Resolves once the window has done all its writes, or died. */
  readonly written: Promise<void>;
  acknowledged = 0;
  complaints = '';
  list: unknown;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #closed: Promise<unknown>;

  constructor(folder: string, id: string, seed: number, writes: number) {
    this.id = id;
    const program = join(import.meta.dirname, 'support', 'storePeer.ts');
    const args = [program, folder, id, String(seed), String(writes), ...sharedChats];
    this.#child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#closed = once(this.#child, 'close');
    this.#child.stderr.on('data', (chunk) => (this.complaints += String(chunk)));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.written = promise;
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      if (line === '=') {
        resolve(undefined);
      } else {
        this.#hear(line);
      }
    });
    void this.#closed.then(() => resolve(undefined));
  }

  /** Has it say its list. */
  async end(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }

  #hear(line: string): void {
    if (line.startsWith('list ')) {
      this.list = JSON.parse(line.slice('list '.length));
    } else {
      this.acknowledged += 1;
      this.ledger.begin(JSON.parse(line.slice('+ '.length)) as StoreWrite);
      this.ledger.acknowledge();
    }
  }
}
