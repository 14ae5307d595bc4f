// The store as the rest of the extension sees it: promises, answered by a worker thread, so that no disk ever blocks the host.
import { Worker } from 'node:worker_threads';
import { StoreError } from './storeError.ts';
import type { MethodName, StoreMethods, StoreNews, StoreReply, StoreRequest } from './storeMethods.ts';

export interface ChatStoreOptions {
  /** The program of the worker. */
  readonly workerPath: string;
  /** Where the database lies; made when something is first kept. */
  readonly folder: string;
  /** Tells this window's answers from those of others. */
  readonly windowId: string;
  readonly onNews: (news: StoreNews) => void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Copying megabytes would hold up the caller: the worker takes them over. */
function isBytes(parameter: unknown): parameter is ArrayBuffer {
  return parameter instanceof ArrayBuffer;
}

/** Starts its worker with the first call; whoever creates it closes it. */
export class ChatStore {
  readonly #options: ChatStoreOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(options: ChatStoreOptions) {
    this.#options = options;
  }

  /** Whether anything has been asked of it, so that its worker runs. */
  get isStarted(): boolean {
    return this.#worker !== undefined;
  }

  /** Runs a method in the worker, after those called before. Rejects with StoreError. */
  call<Name extends MethodName>(
    method: Name,
    ...parameters: Parameters<StoreMethods[Name]>
  ): Promise<ReturnType<StoreMethods[Name]>> {
    return this.#request(method, parameters);
  }

  /** Lets the worker end what it has been asked for. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      worker.once('exit', () => resolve(undefined));
      await Promise.race([this.#request<undefined>('close', []).catch(() => undefined), promise]);
      await promise;
    }
  }

  #request<T>(method: StoreRequest['method'], parameters: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#lastId += 1;
      const request: StoreRequest = { id: this.#lastId, method, parameters };
      this.#pending.set(request.id, { resolve, reject });
      this.#worker ??= this.#start();
      // The program may not end before what it asked for is done.
      this.#worker.ref();
      this.#worker.postMessage(request, parameters.filter(isBytes));
    });
  }

  #start(): Worker {
    const { workerPath, folder, windowId } = this.#options;
    const worker = new Worker(workerPath, { workerData: { folder, windowId } });
    worker.on('message', (reply: StoreReply) => this.#receive(reply));
    worker.on('error', (error) => this.#end(worker, error.message));
    worker.on('exit', () => this.#end(worker, 'The worker of the store has ended.'));
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

  /** The next call starts a new worker. */
  #end(worker: Worker, message: string): void {
    if (this.#worker === worker) {
      this.#worker = undefined;
      for (const id of [...this.#pending.keys()]) {
        this.#take(id)?.reject(new StoreError('broken', message));
      }
    }
  }
}
