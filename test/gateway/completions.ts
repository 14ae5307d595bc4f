// POST /chat/completions: from a validated body to a charged answer, streamed or not.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Account, microsPerCredit, requireCredit } from './accounts.ts';
import { type Answer, charactersOf, lengthOf, planAnswer } from './answer.ts';
import { chooseAnswer } from './answers/choose.ts';
import { readQuestion } from './answers/question.ts';
import { type ChatBody, parseChatBody } from './chatBody.ts';
import {
  type Exchange,
  findFault,
  isFaultName,
  breakConnection,
  respondWithFault,
  sendReply,
  untilAborted,
} from './exchange.ts';
import type { Fault } from './faults/fault.ts';
import { parseJson } from './journal.ts';
import { Meter } from './meter.ts';
import { costOf, priceOf } from './models.ts';
import { Pacer } from './pacer.ts';
import { notFound, Refusal } from './reply.ts';
import { answerSteps, type AnswerHead, type BreakStep, type Step, type Usage, wholeAnswer } from './steps.ts';
import { promptTokens, tokensOf } from './tokens.ts';

/** The documented default of max_tokens. An answer scripted by a test is sent whole unless the request sets a limit. */
const defaultMaxTokens = 4_096;

interface Job {
  readonly exchange: Exchange;
  readonly body: ChatBody;
  readonly answer: Answer;
  readonly head: AnswerHead;
  readonly usage: Usage;
  readonly meter: Meter;
  readonly pacer: Pacer;
  readonly fault: Fault | undefined;
}

/** @throws Refusal; AbortError when the client disconnects. Tokens that were generated until then are charged. */
export async function completeChat(exchange: Exchange, account: Account): Promise<void> {
  const { state, entry, signal } = exchange;
  const body = parseChatBody(parseJson(exchange.bodyText));
  const fault = findFault(exchange, 'chat', body.model);
  requireModel(exchange, body.model);
  requireCredit(account);
  if (await respondWithFault(exchange, fault, body)) {
    return;
  }
  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1_000), model: body.model };
  const planned = plan(exchange, body, head.id);
  const answer = fault?.answer?.(planned) ?? planned;
  const price = priceOf(body.model, state.settings.models);
  const prompt = promptTokens(body);
  const { cachedShare, billingDelayMs } = state.settings;
  const cachedTokens = Math.floor(prompt * cachedShare);
  const usage = usageOf(answer, prompt, cachedTokens);
  const cost = costOf(price, prompt, usage.completion_tokens, cachedTokens) / microsPerCredit;
  const job: Job = {
    exchange,
    body,
    answer,
    head,
    usage: state.settings.reportCost ? { ...usage, cost } : usage,
    meter: new Meter({
      account,
      price,
      promptTokens: prompt,
      cachedTokens,
      billingDelayMs,
      journal: state.journal,
      entry,
    }),
    pacer: new Pacer(() => state.settings, signal),
    fault,
  };
  await (body.stream === true ? sendStream(job) : sendWhole(job));
}

function requireModel({ state }: Exchange, model: string): void {
  const { models, acceptAnyModel } = state.settings;
  if (!acceptAnyModel && !isFaultName(model) && !models.some(({ id }) => id === model)) {
    throw new Refusal(notFound(`The model '${model}' does not exist.`, 'model_not_found'));
  }
}

function plan({ state, origin }: Exchange, body: ChatBody, id: string): Answer {
  const scripted = state.scripts.shift() ?? state.settings.answer?.(body);
  const answer = scripted ?? chooseAnswer(readQuestion(body, origin));
  const maxTokens = body.max_tokens ?? (scripted === undefined ? defaultMaxTokens : Infinity);
  const stop = typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []);
  return planAnswer(answer, { maxTokens, stop }, id.slice(-12));
}

function usageOf(answer: Answer, prompt: number, cachedTokens: number): Usage {
  const completion = tokensOf(charactersOf(answer));
  const reasoning = tokensOf(lengthOf(answer.reasoning));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cachedTokens === 0 ? {} : { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    ...(reasoning === 0 ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}

async function sendWhole({ exchange, answer, head, usage, meter, pacer }: Job): Promise<void> {
  await pacer.until(0);
  for (const step of answerSteps(answer, head, undefined)) {
    if (step.type === 'chunk' && step.characters > 0) {
      await pacer.until(meter.completionTokens);
      meter.add(step.characters);
    }
  }
  sendReply(exchange.response, { status: 200, body: wholeAnswer(answer, head, usage) });
}

async function sendStream(job: Job): Promise<void> {
  const { exchange, body, answer, head, usage, fault, pacer, meter } = job;
  const { response, state, entry } = exchange;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...fault?.headers,
  });
  response.flushHeaders();
  state.journal.update(entry, { status: 200 });
  const isUsageWanted = body.stream_options?.include_usage === true;
  const faultless = answerSteps(answer, head, isUsageWanted ? usage : undefined);
  const frame = fault?.frame ?? frameEvent;
  for (const step of fault?.steps?.(faultless) ?? faultless) {
    await pacer.until(meter.completionTokens);
    if (isBreak(step)) {
      await breakOff(exchange, step.type);
      return;
    }
    meter.add(carried(step));
    await (step.type === 'pause' ? pause(step.ms, exchange.signal) : write(exchange, bytesOf(step, frame)));
  }
  response.end();
}

/** How many characters of the answer the step carries. */
function carried(step: Step): number {
  return step.type === 'chunk' ? step.characters : 0;
}

function isBreak(step: Step): step is BreakStep {
  return step.type === 'stall' || step.type === 'reset' || step.type === 'drop';
}

async function breakOff(exchange: Exchange, how: BreakStep['type']): Promise<void> {
  if (how === 'stall') {
    await untilAborted(exchange.signal);
  } else {
    breakConnection(exchange, how);
  }
}

/** Uses the global `setTimeout`, whose clock tests can fake. @throws AbortError when the client disconnects. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([over, untilAborted(signal)]).finally(() => clearTimeout(timer));
}

function frameEvent(data: string): string {
  return `data: ${data}\n\n`;
}

function bytesOf(
  step: Exclude<Step, BreakStep | { readonly type: 'pause' }>,
  frame: (data: string) => string | Uint8Array,
): string | Uint8Array {
  switch (step.type) {
    case 'chunk':
      return frame(JSON.stringify(step.chunk));
    case 'data':
      return frame(step.data);
    case 'bytes':
      return step.bytes;
  }
}

async function write({ response, signal }: Exchange, bytes: string | Uint8Array): Promise<void> {
  signal.throwIfAborted();
  if (!response.write(bytes)) {
    await once(response, 'drain', { signal });
  }
}
