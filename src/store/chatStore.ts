// The store as the rest of the extension sees it: each call returns a promise and runs in a worker thread, so no disk access ever blocks
// the host.
import { Worker } from 'node:worker_threads';
import { StoreError } from './storeError.ts';
import type { Calls } from '../shared/calls.ts';
import type { LedgerMethods } from '../shared/ledger.ts';
import type { ChatMethods, DraftMethods, ImportMethods, StoreNews, StoreReply, StoreRequest } from './storeMethods.ts';

export interface ChatStoreOptions {
  /** Path of the worker's script. */
  readonly workerPath: string;
  /** The folder of the database; the worker creates it when the first call opens the database. */
  readonly folder: string;
  /** Identifies this window, so that the store can tell its answers and requests from those of other windows. */
  readonly windowId: string;
  readonly onNews: (news: StoreNews) => void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Buffers are transferred to the worker, because copying megabytes would block the calling thread. */
function isBytes(parameter: unknown): parameter is ArrayBuffer {
  return parameter instanceof ArrayBuffer;
}

/** Starts its worker with the first call. The creator must call `close`. */
export class ChatStore {
  readonly #options: ChatStoreOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** Each call runs in the worker, after all earlier calls of whichever group, and rejects with StoreError. */
  readonly chats = this.#calls<ChatMethods>();
  readonly ledger = this.#calls<LedgerMethods>();
  readonly drafts = this.#calls<DraftMethods>();
  readonly imports = this.#calls<ImportMethods>();

  constructor(options: ChatStoreOptions) {
    this.#options = options;
  }

  /** Whether the worker is running. */
  get isStarted(): boolean {
    return this.#worker !== undefined;
  }

  /** Resolves once the worker has finished all earlier calls and has exited. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      worker.once('exit', () => resolve(undefined));
      await Promise.race([this.#request<undefined>('close', []).catch(() => undefined), promise]);
      await promise;
    }
  }

  /** Methods under their own names, which the worker knows by the same. */
  #calls<Methods>(): Calls<Methods>;
  #calls(): object {
    return new Proxy<Record<string, unknown>>(
      {},
      {
        get: (_methods, name) =>
          // Whoever awaits the group itself asks for `then`, which is no method.
          typeof name === 'symbol' || name === 'then'
            ? undefined
            : (...parameters: readonly unknown[]) => this.#request(name, parameters),
      },
    );
  }

  #request<T>(method: StoreRequest['method'], parameters: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#lastId += 1;
      const request: StoreRequest = { id: this.#lastId, method, parameters };
      this.#pending.set(request.id, { resolve, reject });
      this.#worker ??= this.#start();
      // While a call is pending, the worker must keep the process alive.
      this.#worker.ref();
      this.#worker.postMessage(request, parameters.filter(isBytes));
    });
  }

  #start(): Worker {
    const { workerPath, folder, windowId } = this.#options;
    const worker = new Worker(workerPath, { workerData: { folder, windowId } });
    worker.on('message', (reply: StoreReply) => this.#receive(reply));
    worker.on('error', (error) => this.#end(worker, error.message));
    worker.on('exit', () => this.#end(worker, 'The store worker has exited.'));
    return worker;
  }

  #receive(reply: StoreReply): void {
    switch (reply.type) {
      case 'result':
        this.#take(reply.id)?.resolve(reply.value);
        return;
      case 'failure':
        this.#take(reply.id)?.reject(new StoreError(reply.problem, reply.message));
        return;
      case 'changed':
      case 'ledger-changed':
      case 'recovered':
        this.#options.onNews(reply);
        return;
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) {
      this.#worker?.unref();
    }
    return pending;
  }

  /** Rejects every pending call as `broken`. The next call starts a new worker. */
  #end(worker: Worker, message: string): void {
    if (this.#worker === worker) {
      this.#worker = undefined;
      for (const id of [...this.#pending.keys()]) {
        this.#take(id)?.reject(new StoreError('broken', message));
      }
    }
  }
}
