// Runs one answer from its request to its end: retries, waits, timeouts and the outcome.
import type { ChatRequest, TurnOutcome } from '../shared/gateway.ts';
import { limits } from '../shared/limits.ts';
import { findAdaptation, type GatewayMemory } from './adaptation.ts';
import { AnswerBody } from './answerBody.ts';
import type { ChatEvent } from './chatEvent.ts';
import { chatRequestBody } from './chatRequest.ts';
import { ChatStream } from './chatStream.ts';
import type { Connection, Reply } from './connection.ts';
import { ApiError, errorFromNetwork, timeoutError, tooLongError } from './errors.ts';
import { redactPatterns, type Redact } from './redact.ts';
import { retryDelay } from './retry.ts';
import { wait, Watchdog, type Timeouts } from './timers.ts';
import { TurnTaking } from './turnTaking.ts';

export interface TurnOptions {
  readonly connection: Connection;
  readonly request: ChatRequest;
  readonly timeouts: Timeouts;
  readonly memory: GatewayMemory;
  /** An abort of any of them ends the answer as `stopped`. */
  readonly signals: readonly AbortSignal[];
}

interface OpenAnswer {
  readonly reply: Reply;
  readonly stream: ChatStream;
  readonly body: AnswerBody;
  /** Bytes that were read and not processed yet. */
  unread: Uint8Array;
  /** When the wait for events after the finish reason is over, by `performance.now`. */
  graceEndsAt?: number;
  /** True once that wait is over; one last read then takes the bytes that have arrived. */
  isGraceOver?: boolean;
}

const nothing = new Uint8Array();

/** Call `next` until it returns undefined or throws, then `close`. */
export class Turn {
  readonly #options: TurnOptions;
  readonly #controller = new AbortController();
  readonly #taking = new TurnTaking();
  readonly #watchdog = new Watchdog(() => this.#controller.abort(this.#timeout()));
  #answer: OpenAnswer | undefined;
  #hasBytes = false;
  #retries = 0;
  #delayMs: number | undefined;
  #isEnded = false;
  /** The error to throw once the events that came before it have been given. */
  #failure: Error | undefined;

  constructor(options: TurnOptions) {
    this.#options = options;
    for (const signal of options.signals) {
      if (signal.aborted) {
        this.#stop();
      }
      signal.addEventListener('abort', this.#stop, { once: true });
    }
  }

  /** The next events, or undefined after the last. Throws ApiError. */
  async next(): Promise<readonly ChatEvent[] | undefined> {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    if (this.#isEnded) {
      return undefined;
    }
    try {
      return await this.#advance();
    } catch (thrown) {
      return this.#settle(thrown);
    }
  }

  /** Ends everything that still runs. Safe to call at any time. */
  close(): void {
    // An answer that has ended may still be drained in the background, and an abort would lose its connection.
    if (!this.#isEnded) {
      this.#end();
      this.#controller.abort();
    }
  }

  readonly #stop = (): void => this.#controller.abort();

  async #advance(): Promise<readonly ChatEvent[]> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    if (this.#delayMs !== undefined) {
      await wait(this.#delayMs, signal);
      this.#delayMs = undefined;
    }
    this.#answer ??= await this.#open();
    return this.#receive(this.#answer);
  }

  /** Processes what the gateway sends until there are events or the answer ends. */
  async #receive(answer: OpenAnswer): Promise<readonly ChatEvent[]> {
    const { stream, body } = answer;
    /** When the first bytes without a part of the answer came: the wait for those bytes is subject to another timeout. */
    let silentSince: number | undefined;
    for (;;) {
      if (this.#taking.isDue()) {
        await this.#taking.pause();
        this.#controller.signal.throwIfAborted();
      }
      if (answer.unread.length === 0) {
        if (stream.hasFinish && !this.#mayWaitOn(answer)) {
          return this.#finish();
        }
        const bytes = await this.#read(answer);
        if (bytes === undefined) {
          body.end();
          return this.#finish();
        }
        answer.unread = bytes;
      }
      const { progress } = stream;
      if (this.#feed(answer)) {
        return this.#finish();
      }
      const events = stream.takeEvents();
      if (events.length > 0) {
        return events;
      }
      const { now } = this.#taking;
      silentSince = stream.progress === progress ? (silentSince ?? now) : now;
      this.#refuseSilence(now - silentSince);
    }
  }

  /** Processes the bytes that were read, until that takes too long. Returns true where the rest of the stream does not count. */
  #feed(answer: OpenAnswer): boolean {
    const { stream, body } = answer;
    do {
      const { unread } = answer;
      const { sliceLength } = body;
      const isWhole = unread.length <= sliceLength;
      answer.unread = isWhole ? nothing : unread.subarray(sliceLength);
      body.feed(isWhole ? unread : unread.subarray(0, sliceLength));
      if (stream.isDone || stream.isFull || stream.failure !== undefined) {
        return true;
      }
    } while (answer.unread.length > 0 && !this.#taking.isDue());
    return false;
  }

  async #open(): Promise<OpenAnswer> {
    const { connection, request, timeouts, memory } = this.#options;
    this.#hasBytes = false;
    this.#watchdog.setLimit(timeouts.firstByte);
    this.#watchdog.begin();
    try {
      const reply = await connection.send({
        method: 'POST',
        path: '/chat/completions',
        body: chatRequestBody(request, memory.of(request.model)),
        signal: this.#controller.signal,
      });
      // Inside a stream the status is 200 and says nothing about an error.
      const context = { ...reply.context, status: undefined };
      const stream = new ChatStream(context, request.tools !== undefined && request.tools.length > 0);
      return { reply, stream, body: new AnswerBody(stream, context), unread: nothing };
    } catch (thrown) {
      this.#adapt(thrown);
      return await this.#open();
    } finally {
      this.#watchdog.end();
    }
  }

  /** Learns from a refusal how to change the request. Rethrows an error from which nothing new can be learned. */
  #adapt(thrown: unknown): void {
    const { connection, request, memory } = this.#options;
    const adaptation =
      thrown instanceof ApiError ? findAdaptation(thrown, request, memory.of(request.model)) : undefined;
    if (adaptation === undefined) {
      throw thrown;
    }
    memory.learn(request.model, adaptation);
    connection.log?.info(`${request.model} refused a request; its requests are changed from now on: ${adaptation}.`);
  }

  async #read({ reply }: OpenAnswer): Promise<Uint8Array | undefined> {
    this.#watchdog.begin();
    const bytes = await reply.body.read();
    this.#watchdog.end();
    this.#taking.endWait();
    if (!this.#hasBytes && bytes !== undefined) {
      this.#hasBytes = true;
      this.#watchdog.setLimit(this.#options.timeouts.idle);
    }
    return bytes;
  }

  /**
   * Whether to read on after the finish reason. All events that follow share one timeout; after it one last read takes what has arrived.
   */
  #mayWaitOn(answer: OpenAnswer): boolean {
    if (answer.isGraceOver === true) {
      return false;
    }
    const { idle } = this.#options.timeouts;
    const { afterFinishMs } = limits.answer;
    answer.graceEndsAt ??= this.#taking.now + (idle === 0 ? afterFinishMs : Math.min(idle, afterFinishMs));
    const left = answer.graceEndsAt - this.#taking.now;
    answer.isGraceOver = left <= 0;
    this.#watchdog.setLimit(Math.max(1, left));
    return true;
  }

  /**
   * Throws ApiError after too long a time with nothing but comments and empty events, which keep the connection alive but are no answer.
   */
  #refuseSilence(milliseconds: number): void {
    const { idle, silence } = this.#options.timeouts;
    if (idle > 0 && milliseconds > silence) {
      throw timeoutError('silence-timeout', silence);
    }
  }

  #timeout(): ApiError {
    const { firstByte, idle } = this.#options.timeouts;
    return this.#hasBytes ? timeoutError('idle-timeout', idle) : timeoutError('first-byte-timeout', firstByte);
  }

  /**
   * Ends the answer and returns its last events. `interruption` is the error that cut the stream off, if any. Throws ApiError where the
   * answer failed and has no events left.
   */
  #finish(interruption?: ApiError): readonly ChatEvent[] {
    const answer = this.#answer;
    this.#end();
    if (answer === undefined) {
      throw interruption ?? new ApiError('empty', 'The model sent nothing.');
    }
    const { stream, reply } = answer;
    if (stream.isDone) {
      this.#options.connection.release(reply.body);
    } else {
      reply.body.cancel();
    }
    stream.end();
    const events = stream.takeEvents();
    const { outcome } = stream;
    const cause = stream.isFull ? tooLongError() : interruption;
    const failure = stream.failure ?? emptiness(stream, outcome, cause);
    if (failure !== undefined) {
      return this.#failAfter(events, failure);
    }
    if (outcome !== undefined) {
      events.push({ type: 'turn-end', outcome });
      return events;
    }
    this.#options.connection.log?.warn(`The answer was cut off: ${cause?.code ?? 'no finish'}`);
    events.push({ type: 'turn-end', outcome: 'cut-off', ...(cause === undefined ? {} : { error: cause }) });
    return events;
  }

  /** Decides what a failure means: the user stopped the answer, a retry follows, the answer was cut off, or it ends in an error. */
  #settle(thrown: unknown): readonly ChatEvent[] {
    const { signal } = this.#controller;
    const reason: unknown = signal.reason;
    if (signal.aborted && !(reason instanceof ApiError)) {
      return this.#stopped();
    }
    const error = reason instanceof ApiError ? reason : errorFromNetwork(thrown, this.#redact());
    if (this.#isEnded) {
      return this.#failAfter([], error);
    }
    if (this.#answer?.stream.hasStarted === true) {
      return this.#finish(error);
    }
    return this.#retry(error, signal.aborted ? undefined : retryDelay(error, this.#retries, Math.random()));
  }

  #retry(error: ApiError, delayMs: number | undefined): readonly ChatEvent[] {
    this.#answer?.reply.body.cancel();
    this.#answer = undefined;
    if (delayMs === undefined) {
      return this.#failAfter([], error);
    }
    this.#retries += 1;
    this.#delayMs = delayMs;
    return [{ type: 'retry', attempt: this.#retries, delayMs, error }];
  }

  #redact(): Redact {
    return this.#answer?.reply.context.redact ?? redactPatterns;
  }

  #stopped(): readonly ChatEvent[] {
    const stream = this.#answer?.stream;
    this.#answer?.reply.body.cancel();
    this.#end();
    stream?.end();
    return [...(stream?.takeEvents() ?? []), { type: 'turn-end', outcome: 'stopped' }];
  }

  #failAfter(events: readonly ChatEvent[], failure: ApiError): readonly ChatEvent[] {
    this.#end();
    if (events.length === 0) {
      throw failure;
    }
    this.#failure = failure;
    return events;
  }

  #end(): void {
    this.#isEnded = true;
    this.#watchdog.stop();
    for (const signal of this.#options.signals) {
      signal.removeEventListener('abort', this.#stop);
    }
  }
}

/** The error for an answer without anything that a person could read; undefined where it has something, or its outcome explains it. */
function emptiness(
  stream: ChatStream,
  outcome: TurnOutcome | undefined,
  interruption: ApiError | undefined,
): ApiError | undefined {
  // The token limit or the content filter explains why there is no text.
  const isExplained = outcome === 'length' || outcome === 'content-filter';
  if (stream.hasText || stream.hasToolCalls || isExplained || (outcome === undefined && stream.hasReasoning)) {
    return undefined;
  }
  if (outcome === undefined && interruption !== undefined) {
    return interruption;
  }
  return stream.unreadable > 0
    ? new ApiError('server', 'The gateway sent nothing that could be read.', { code: 'unreadable-answer' })
    : new ApiError('empty', 'The model sent nothing.');
}
