// One answer while it grows: what each event of a turn does to it. Pure.
import type { Answer } from '../shared/chat.ts';
import type { TurnError } from '../shared/failure.ts';
import type { TokenUsage, TurnOutcome } from '../shared/gateway.ts';
import type { AnswerDelta } from './ports.ts';

export function createAnswer(id: string, model: string): Answer {
  return { id, role: 'assistant', model, text: '', reasoning: '', status: 'waiting' };
}

/** In milliseconds. */
export interface AnswerTimes {
  /** Since the request was made. */
  readonly elapsed: number;
  /** What reasoning has taken if it goes on until now. */
  readonly reasoning: number;
}

export function growAnswer(answer: Answer, delta: AnswerDelta, times: AnswerTimes): Answer {
  const reasoning = answer.reasoning + delta.reasoning;
  return {
    ...answer,
    status: 'streaming',
    text: answer.text + delta.text,
    reasoning,
    firstTokenMs: answer.firstTokenMs ?? times.elapsed,
    ...(answer.text === '' && reasoning !== '' ? { reasoningMs: times.reasoning } : {}),
  };
}

export function endAnswer(
  answer: Answer,
  end: { readonly outcome: TurnOutcome; readonly usage: TokenUsage | undefined; readonly error: TurnError | undefined },
): Answer {
  const { error, ...rest } = answer;
  return {
    ...rest,
    status: 'ended',
    outcome: end.outcome,
    ...(end.usage ? { usage: addUsage(answer.usage, end.usage) } : {}),
    ...(end.error ? { error: end.error } : {}),
  };
}

/** All that came stays; the failure is shown below it. */
export function failAnswer(answer: Answer, error: TurnError): Answer {
  return { ...answer, status: 'failed', error };
}

/** True where nothing has come that could be kept. */
export function isBlank({ text, reasoning }: Answer): boolean {
  return text === '' && reasoning === '';
}

/** The error of a request that wanted the rest of an answer, or another one in its place: the rest can still be had. */
export function offerContinue(error: TurnError): TurnError {
  const isRetryable = error.actions.includes('retry');
  const others = error.actions.filter((action) => action !== 'retry' && action !== 'continue');
  return { ...error, actions: [...others, 'continue', ...(isRetryable ? ['retry'] : [])] };
}

/** The same answer, open again to be continued. */
export function reopenAnswer(answer: Answer): Answer {
  const { error, outcome, ...rest } = answer;
  return { ...rest, status: 'waiting' };
}

/** A continued answer took two requests; its footer shows what both used. */
function addUsage(before: TokenUsage | undefined, usage: TokenUsage): TokenUsage {
  type Count = Exclude<keyof TokenUsage, 'isEstimated'>;
  const sum = (name: Count): number => (before?.[name] ?? 0) + (usage[name] ?? 0);
  const isKnown = (name: Count): boolean => before?.[name] !== undefined || usage[name] !== undefined;
  return {
    promptTokens: sum('promptTokens'),
    completionTokens: sum('completionTokens'),
    ...(isKnown('cachedTokens') ? { cachedTokens: sum('cachedTokens') } : {}),
    ...(isKnown('reasoningTokens') ? { reasoningTokens: sum('reasoningTokens') } : {}),
    ...(isKnown('cost') ? { cost: sum('cost') } : {}),
    ...(before?.isEstimated === true || usage.isEstimated === true ? { isEstimated: true } : {}),
  };
}
