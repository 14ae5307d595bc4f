// One answer from request to turn-end: attempts, waits, limits of time, and how it ends.
import type { ChatRequest, TurnOutcome } from '../shared/gateway.ts';
import { findAdaptation, type GatewayMemory } from './adaptation.ts';
import { AnswerBody } from './answerBody.ts';
import type { ChatEvent } from './chatEvent.ts';
import { chatRequestBody } from './chatRequest.ts';
import { ChatStream } from './chatStream.ts';
import type { Connection, Reply } from './connection.ts';
import { ApiError, errorFromNetwork, timeoutError } from './errors.ts';
import { redactPatterns, type Redact } from './redact.ts';
import { retryDelay } from './retry.ts';
import { wait, Watchdog, type Timeouts } from './timers.ts';

/** How long to wait for usage and `[DONE]` after the finish, in milliseconds: the answer itself is complete. */
const finishGraceMs = 250;

export interface TurnOptions {
  readonly connection: Connection;
  readonly request: ChatRequest;
  readonly timeouts: Timeouts;
  readonly memory: GatewayMemory;
  /** Any of them ends the answer as `stopped`. */
  readonly signals: readonly AbortSignal[];
}

interface OpenAnswer {
  readonly reply: Reply;
  readonly stream: ChatStream;
  readonly body: AnswerBody;
}

export class Turn {
  readonly #options: TurnOptions;
  readonly #controller = new AbortController();
  readonly #watchdog = new Watchdog(() => this.#controller.abort(this.#timeout()));
  #answer: OpenAnswer | undefined;
  #hasBytes = false;
  #retries = 0;
  #delayMs: number | undefined;
  #isEnded = false;
  /** Thrown once what came before it has been given. */
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
    // What has ended may still be read to its end in the background; an abort would cost the connection.
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
    const { reply, stream, body } = this.#answer;
    for (;;) {
      const bytes = await this.#read(reply);
      if (bytes === undefined) {
        body.end();
        return this.#finish();
      }
      body.feed(bytes);
      if (stream.isDone || stream.failure !== undefined) {
        return this.#finish();
      }
      const events = stream.takeEvents();
      if (events.length > 0) {
        return events;
      }
    }
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
      // Inside a stream the status of 200 says nothing.
      const context = { ...reply.context, status: undefined };
      const stream = new ChatStream(context);
      return { reply, stream, body: new AnswerBody(stream, context) };
    } catch (thrown) {
      this.#adapt(thrown);
      return await this.#open();
    } finally {
      this.#watchdog.end();
    }
  }

  /** Learns from a refusal what to send otherwise. Throws what was thrown where it teaches nothing new. */
  #adapt(thrown: unknown): void {
    const { connection, request, memory } = this.#options;
    const adaptation =
      thrown instanceof ApiError ? findAdaptation(thrown, request, memory.of(request.model)) : undefined;
    if (adaptation === undefined) {
      throw thrown;
    }
    memory.learn(request.model, adaptation);
    connection.log?.info(`Requests for ${request.model} are changed from now on, since it refused one: ${adaptation}.`);
  }

  async #read(reply: Reply): Promise<Uint8Array | undefined> {
    const { idle } = this.#options.timeouts;
    if (this.#answer?.stream.hasFinish === true) {
      this.#watchdog.setLimit(idle === 0 ? finishGraceMs : Math.min(idle, finishGraceMs));
    }
    this.#watchdog.begin();
    const bytes = await reply.body.read();
    this.#watchdog.end();
    if (!this.#hasBytes && bytes !== undefined) {
      this.#hasBytes = true;
      this.#watchdog.setLimit(idle);
    }
    return bytes;
  }

  #timeout(): ApiError {
    const { firstByte, idle } = this.#options.timeouts;
    return this.#hasBytes ? timeoutError('idle-timeout', idle) : timeoutError('first-byte-timeout', firstByte);
  }

  /** The last events of an answer that came to its end, by word of the gateway, end of stream or interruption. */
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
    const failure = stream.failure ?? emptiness(stream, outcome, interruption);
    if (failure !== undefined) {
      return this.#failAfter(events, failure);
    }
    if (outcome !== undefined) {
      events.push({ type: 'turn-end', outcome });
      return events;
    }
    this.#options.connection.log?.warn(`The answer was cut off: ${interruption?.code ?? 'no finish'}`);
    events.push({
      type: 'turn-end',
      outcome: 'cut-off',
      ...(interruption === undefined ? {} : { error: interruption }),
    });
    return events;
  }

  /** What a failure means here: stopped by the user, another attempt, an answer cut off, or the end in an error. */
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

/** The failure of an answer in which nothing came that a person could read. */
function emptiness(
  stream: ChatStream,
  outcome: TurnOutcome | undefined,
  interruption: ApiError | undefined,
): ApiError | undefined {
  // The limit of tokens or the filter explains why there is no text.
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
