// The small reads: a JSON body by GET, with a limit of time and the same rules for trying again as an answer.
import { parseJson } from '../shared/json.ts';
import { readText, type Connection } from './connection.ts';
import { ApiError, errorFromNetwork, timeoutError, type ReplyContext } from './errors.ts';
import { retryDelay } from './retry.ts';
import { wait, Watchdog } from './timers.ts';

/** Longest body, in bytes. */
const longestBody = 16 * 1024 * 1024;

/** Longest wait before another attempt, in milliseconds: somebody looks at a spinner meanwhile. */
const longestRetryMs = 5000;

export interface ReadOptions {
  readonly path: string;
  /** For one attempt, whole. */
  readonly timeoutMs: number;
  readonly signals: readonly AbortSignal[];
}

export interface JsonReply {
  /** Undefined where the body was no JSON. */
  readonly body: unknown;
  readonly context: ReplyContext;
}

/** Throws ApiError, or the reason of the signal that aborted. */
export async function readJson(connection: Connection, options: ReadOptions): Promise<JsonReply> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await readOnce(connection, options);
    } catch (thrown) {
      for (const signal of options.signals) {
        signal.throwIfAborted();
      }
      const delayMs = thrown instanceof ApiError ? retryDelay(thrown, retries, Math.random()) : undefined;
      if (delayMs === undefined || delayMs > longestRetryMs) {
        throw thrown;
      }
      await wait(delayMs, AbortSignal.any([...options.signals]));
    }
  }
}

async function readOnce(connection: Connection, { path, timeoutMs, signals }: ReadOptions): Promise<JsonReply> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const watchdog = new Watchdog(() => controller.abort(timeoutError('read-timeout', timeoutMs)));
  signals.forEach((signal) => signal.addEventListener('abort', stop));
  if (signals.some((signal) => signal.aborted)) {
    stop();
  }
  watchdog.setLimit(timeoutMs);
  watchdog.begin();
  try {
    const { body, context } = await connection.send({ method: 'GET', path, signal: controller.signal });
    const text = await readText(body, longestBody).catch((thrown: unknown) => {
      throw errorFromNetwork(thrown, context.redact);
    });
    return { body: parseJson(text), context };
  } catch (thrown) {
    const reason: unknown = controller.signal.reason;
    throw reason instanceof ApiError ? reason : thrown;
  } finally {
    watchdog.stop();
    signals.forEach((signal) => signal.removeEventListener('abort', stop));
  }
}
