// Reads a JSON body by GET, with a timeout and with the retry rules of an answer.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JsonLimits } from '../shared/limits.ts';
import type { Connection } from './connection.ts';
import { ApiError, errorFromNetwork, timeoutError, type ReplyContext } from './errors.ts';
import { JsonText } from './jsonText.ts';
import { retryDelay } from './retry.ts';
import { wait, Watchdog } from './timers.ts';
import type { ByteSource } from './transport/transport.ts';
import { TurnTaking } from './turnTaking.ts';

/** Longest wait before a retry, in milliseconds: the user looks at a spinner meanwhile. */
const longestRetryMs = 5000;

export interface ReadOptions {
  readonly path: string;
  /** The limits of the body. */
  readonly most: JsonLimits;
  /** Milliseconds for one whole attempt, its body included. */
  readonly timeoutMs: number;
  readonly signals: readonly AbortSignal[];
}

export interface JsonReply {
  /** Undefined where the body was not JSON. */
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

async function readOnce(connection: Connection, { path, most, timeoutMs, signals }: ReadOptions): Promise<JsonReply> {
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
    const text = await readWhole(body, most).catch((thrown: unknown) => {
      throw errorFromNetwork(thrown, context.redact);
    });
    const value = text.value();
    // The caller's work on the value gets a turn of the event loop of its own.
    await nextTurn();
    return { body: value, context };
  } catch (thrown) {
    const reason: unknown = controller.signal.reason;
    throw reason instanceof ApiError ? reason : thrown;
  } finally {
    watchdog.stop();
    signals.forEach((signal) => signal.removeEventListener('abort', stop));
  }
}

/** Reads the body to its end. Rejects as the body does, and with ApiError where the body exceeds its limits. */
async function readWhole(body: ByteSource, most: JsonLimits): Promise<JsonText> {
  const decoder = new TextDecoder();
  const text = new JsonText(most);
  const taking = new TurnTaking();
  for (let bytes = await body.read(); bytes !== undefined; bytes = await body.read()) {
    taking.endWait();
    try {
      text.feed(decoder.decode(bytes, { stream: true }));
    } catch (thrown) {
      body.cancel();
      throw thrown;
    }
    if (taking.isDue()) {
      await taking.pause();
    }
  }
  await taking.pause();
  text.feed(decoder.decode());
  return text;
}
