// Times one short answer. This is the only step of a diagnosis that costs credits, so it runs only where the user asked for it.
import { tokensOfAddress } from '../../shared/baseUrl.ts';
import type { ChatRequest, TurnEvent } from '../../shared/gateway.ts';
import { OpenCodexClient, type ClientOptions, type TokenUsage, type TurnOutcome } from '../client.ts';
import { ApiError } from '../errors.ts';
import { takeStep } from './step.ts';
import { Watch, type Exchange } from './watch.ts';
import type { DiagnosisFacts, DiagnosisStep, Finding } from '../../shared/diagnosis.ts';
import { createRedact } from '../redact.ts';

type Send = (client: OpenCodexClient, request: ChatRequest, signal: AbortSignal) => AsyncIterable<TurnEvent>;

const sendPlain: Send = (client, request, signal) => client.streamChat(request, { signal });

export interface AnswerDiagnosisOptions {
  readonly model: string;
  readonly signal: AbortSignal;
  /** How long the answer may take, in milliseconds. */
  readonly limitMs?: number;
  /** Sends the request through the given client. The caller passes a function that also records the cost. */
  readonly send?: Send;
}

const usualLimitMs = 90_000;

/** Bounds the cost of the answer, and is enough for a model that reasons a little first. */
const maxTokens = 300;

/** Asks for about forty tokens. Throws the signal's reason when it aborts; every other failure is in the step. */
export async function diagnoseAnswer(
  options: ClientOptions,
  { model, signal, limitMs = usualLimitMs, send = sendPlain }: AnswerDiagnosisOptions,
): Promise<DiagnosisStep> {
  const key = (await options.apiKey?.())?.trim();
  const redact = createRedact(key, ...tokensOfAddress(options.baseUrl));
  const watch = new Watch();
  const client = new OpenCodexClient({
    ...options,
    apiKey: () => Promise.resolve(key),
    wrapTransport: (transport) => watch.around(transport),
  });
  try {
    return await takeStep('answer', { signal, limitMs, redact }, async (stepSignal) => {
      const messages = [{ role: 'user', content: 'Count from 1 to 20, separated by spaces.' }] as const;
      const measured = new MeasuredAnswer();
      for await (const event of send(client, { model, messages, maxTokens }, stepSignal)) {
        measured.take(event);
      }
      // After the timeout the client ends the answer as if the user had stopped it, without an error.
      stepSignal.throwIfAborted();
      return measured.finding(model, watch);
    });
  } finally {
    await client.close();
  }
}

class MeasuredAnswer {
  #firstTokenAt: number | undefined;
  #usage: TokenUsage | undefined;
  #end: Extract<TurnEvent, { type: 'turn-end' }> | undefined;

  take(event: TurnEvent): void {
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        this.#firstTokenAt ??= performance.now();
        break;
      case 'usage':
        this.#usage = event.usage;
        break;
      case 'turn-end':
        this.#end = event;
        break;
      case 'retry':
      case 'turn-start':
      case 'tool-call':
        break;
    }
  }

  finding(model: string, { exchanges }: Watch): Finding {
    const { outcome = 'cut-off', error } = this.#end ?? {};
    const facts = {
      model,
      outcome,
      attempts: exchanges.length,
      ...rounded({ ...this.#times(exchanges.at(-1)), tokensPerSecond: this.#tokensPerSecond() }),
      ...this.#tokens(),
    };
    return { facts, ...verdictOf(outcome), ...(error instanceof ApiError ? { error } : {}) };
  }

  /** Milliseconds from the start of the attempt that was answered. */
  #times(exchange: Exchange | undefined): Readonly<Record<string, number | undefined>> {
    if (exchange === undefined) {
      return {};
    }
    const { startedAt, status, headersMs, firstByteMs } = exchange;
    const firstTokenMs = this.#firstTokenAt === undefined ? undefined : this.#firstTokenAt - startedAt;
    return { status, headersMs, firstByteMs, firstTokenMs };
  }

  #tokens(): Pick<DiagnosisFacts, 'promptTokens' | 'completionTokens' | 'cost'> {
    if (this.#usage === undefined) {
      return {};
    }
    const { promptTokens, completionTokens, cost } = this.#usage;
    return { promptTokens, completionTokens, ...(cost === undefined ? {} : { cost }) };
  }

  #tokensPerSecond(): number | undefined {
    if (this.#usage === undefined || this.#firstTokenAt === undefined) {
      return undefined;
    }
    const seconds = (performance.now() - this.#firstTokenAt) / 1000;
    return seconds > 0 ? this.#usage.completionTokens / seconds : undefined;
  }
}

function verdictOf(outcome: TurnOutcome): Pick<Finding, 'state' | 'advice'> {
  switch (outcome) {
    case 'stop':
    case 'length':
    case 'tool-calls':
    case 'stopped':
      return { state: 'ok' };
    case 'content-filter':
      return { state: 'warning', advice: 'choose-model' };
    case 'cut-off':
      return { state: 'failed', advice: 'answer-cut-off' };
  }
}

/** The values that are known, rounded to whole numbers. */
function rounded(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, Math.round(value)]])),
  );
}
