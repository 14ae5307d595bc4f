// The store's worker thread: handles one request after another, and looks for other windows' changes in between.
import { parentPort, workerData } from 'node:worker_threads';
import { isRecord, readString } from '../shared/json.ts';
import { toStoreError } from './storeError.ts';
import type { StoreReply, StoreRequest } from './storeMethods.ts';
import { StoreSession } from './storeSession.ts';

/** How often the worker looks for other windows' writes, in milliseconds. */
const newsIntervalMs = 500;

const given: unknown = workerData;
const data = isRecord(given) ? given : {};

const reply = (message: StoreReply): void => parentPort?.postMessage(message);

const session = new StoreSession({
  folder: readString(data, 'folder') ?? '',
  windowId: readString(data, 'windowId') ?? '',
  onNews: reply,
});

const timer = setInterval(() => {
  try {
    session.lookForNews();
  } catch {
    // If the file is in trouble, the next call fails and reports it.
  }
}, newsIntervalMs);

function run(method: string, parameters: readonly unknown[]): unknown {
  const job: unknown = Reflect.get(session, method);
  return typeof job === 'function' ? Reflect.apply(job, session, parameters) : undefined;
}

parentPort?.on('message', ({ id, method, parameters }: StoreRequest) => {
  try {
    if (method === 'close') {
      clearInterval(timer);
      session.close();
      parentPort?.close();
      reply({ type: 'result', id, value: undefined });
      return;
    }
    reply({ type: 'result', id, value: run(method, parameters) });
  } catch (thrown) {
    const { problem, message } = toStoreError(thrown);
    reply({ type: 'failure', id, problem, message });
  }
});
