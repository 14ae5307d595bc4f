// Times one short answer. This is the only step of a diagnosis that costs credits, so it runs only where the user asked for it.
import { tokensOfAddress } from '../../shared/baseUrl.ts';
import type { ChatRequest } from '../../shared/gateway.ts';
import { OpenCodexClient, type ClientOptions, type TokenUsage, type TurnOutcome } from '../client.ts';
import { ApiError } from '../errors.ts';
import { takeStep } from './step.ts';
import { Watch, type Exchange } from './watch.ts';
import type { DiagnosisFacts, DiagnosisStep, Finding } from '../../shared/diagnosis.ts';
import { createRedact } from '../redact.ts';

/** What became of the turn, told by whoever ran it: the reading of events is not done once more here. */
interface TimedTurn {
  /** When the first piece of the answer came, by `performance.now`. */
  readonly firstPieceAt: number | undefined;
  readonly statedUsage: TokenUsage | undefined;
  readonly outcome: TurnOutcome | undefined;
  /** What cut the answer off. */
  readonly cause: Error | undefined;
  readonly failure: { readonly error: unknown } | undefined;
}

export interface AnswerDiagnosisOptions {
  readonly model: string;
  readonly signal: AbortSignal;
  /** How long the answer may take, in milliseconds. */
  readonly limitMs?: number;
  /** Runs the turn through the given client, and records its cost. Resolves however the turn ends. */
  readonly run: (client: OpenCodexClient, request: ChatRequest, signal: AbortSignal) => Promise<TimedTurn>;
}

const usualLimitMs = 90_000;

/** Bounds the cost of the answer, and is enough for a model that reasons a little first. */
const maxTokens = 300;

/** Asks for about forty tokens. Throws the signal's reason when it aborts; every other failure is in the step. */
export async function diagnoseAnswer(
  options: ClientOptions,
  { model, signal, limitMs = usualLimitMs, run }: AnswerDiagnosisOptions,
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
      const turn = await run(client, { model, messages, maxTokens }, stepSignal);
      // After the timeout the client ends the answer as if the user had stopped it, without an error.
      stepSignal.throwIfAborted();
      if (turn.failure) {
        throw turn.failure.error;
      }
      return findingOf(turn, model, watch);
    });
  } finally {
    await client.close();
  }
}

function findingOf(turn: TimedTurn, model: string, { exchanges }: Watch): Finding {
  const { outcome = 'cut-off', cause } = turn;
  const facts = {
    model,
    outcome,
    attempts: exchanges.length,
    ...rounded({ ...timesOf(turn, exchanges.at(-1)), tokensPerSecond: tokensPerSecond(turn) }),
    ...tokensOf(turn),
  };
  return { facts, ...verdictOf(outcome), ...(cause instanceof ApiError ? { error: cause } : {}) };
}

/** From the start of the attempt that was answered. */
function timesOf(
  { firstPieceAt }: TimedTurn,
  exchange: Exchange | undefined,
): Readonly<Record<string, number | undefined>> {
  if (exchange === undefined) {
    return {};
  }
  const { startedAt, status, headersMs, firstByteMs } = exchange;
  const firstTokenMs = firstPieceAt === undefined ? undefined : firstPieceAt - startedAt;
  return { status, headersMs, firstByteMs, firstTokenMs };
}

function tokensOf({ statedUsage }: TimedTurn): Pick<DiagnosisFacts, 'promptTokens' | 'completionTokens' | 'cost'> {
  if (statedUsage === undefined) {
    return {};
  }
  const { promptTokens, completionTokens, cost } = statedUsage;
  return { promptTokens, completionTokens, ...(cost === undefined ? {} : { cost }) };
}

function tokensPerSecond({ statedUsage, firstPieceAt }: TimedTurn): number | undefined {
  if (statedUsage === undefined || firstPieceAt === undefined) {
    return undefined;
  }
  const seconds = (performance.now() - firstPieceAt) / 1000;
  return seconds > 0 ? statedUsage.completionTokens / seconds : undefined;
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
