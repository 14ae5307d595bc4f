// Scripted answers, and how they are cut to the tokens and stop sequences that the request allows.
import { charactersPerToken, tokensOf } from './tokens.ts';

type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

interface ScriptedToolCall {
  readonly id?: string;
  readonly name: string;
  /** JSON text. An array gives the exact pieces in which it is streamed. */
  readonly arguments: string | readonly string[];
}

export interface ScriptedAnswer {
  /** An array gives the exact pieces in which the text is streamed; a string is cut into words. */
  readonly text?: string | readonly string[];
  /** Reasoning, which is streamed before the text as `reasoning_content`. */
  readonly reasoning?: string | readonly string[];
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** By default `tool_calls` if there are tool calls, else `stop`. */
  readonly finishReason?: FinishReason;
}

interface AnswerToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: readonly string[];
}

/** An answer in the pieces in which it is sent. */
export interface Answer {
  readonly reasoning: readonly string[];
  readonly text: readonly string[];
  readonly toolCalls: readonly AnswerToolCall[];
  readonly finishReason: FinishReason;
}

export interface AnswerLimits {
  readonly maxTokens: number;
  readonly stop: readonly string[];
}

/** `answerId` makes generated ids of tool calls unique among all answers. */
export function planAnswer(scripted: ScriptedAnswer, limits: AnswerLimits, answerId: string): Answer {
  const toolCalls = (scripted.toolCalls ?? []).map((call, index) => ({
    id: call.id ?? `call_${answerId}_${index}`,
    name: call.name,
    arguments: pieces(call.arguments, /[^]{1,8}/gu),
  }));
  const finishReason = scripted.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop');
  const text = pieces(scripted.text ?? '', words);
  const reasoning = pieces(scripted.reasoning ?? '', words);
  return cutToLength(cutAtStop({ reasoning, text, toolCalls, finishReason }, limits.stop), limits.maxTokens);
}

/** White space and up to eight characters of the word after it; never half a surrogate pair. */
const words = /\s*\S{1,8}|\s+/gu;

function pieces(text: string | readonly string[], pattern: RegExp): readonly string[] {
  return typeof text === 'string' ? (text.match(pattern) ?? []) : text;
}

function cutAtStop(answer: Answer, stop: readonly string[]): Answer {
  const whole = answer.text.join('');
  const places = stop.filter((word) => word !== '').map((word) => whole.indexOf(word));
  const first = Math.min(...places.filter((place) => place >= 0), Infinity);
  if (first === Infinity) {
    return answer;
  }
  return { ...answer, text: take(answer.text, first), toolCalls: [], finishReason: 'stop' };
}

/** Cuts reasoning and text, in this order, to the limit. An answer that is cut loses all its tool calls. */
function cutToLength(answer: Answer, maxTokens: number): Answer {
  if (tokensOf(charactersOf(answer)) <= maxTokens) {
    return answer;
  }
  const reasoning = take(answer.reasoning, maxTokens * charactersPerToken);
  const text = take(answer.text, maxTokens * charactersPerToken - lengthOf(reasoning));
  return { reasoning, text, toolCalls: [], finishReason: 'length' };
}

function take(parts: readonly string[], characters: number): readonly string[] {
  const taken: string[] = [];
  let left = characters;
  for (const part of parts) {
    if (part.length > left) {
      const end = /[\uD800-\uDBFF]/.test(part.charAt(left - 1)) ? left - 1 : left;
      return end > 0 ? [...taken, part.slice(0, end)] : taken;
    }
    taken.push(part);
    left -= part.length;
  }
  return taken;
}

export function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** The number of generated characters: reasoning, text, and the names and arguments of tool calls. */
export function charactersOf(answer: Answer): number {
  const calls = answer.toolCalls.reduce((sum, call) => sum + call.name.length + lengthOf(call.arguments), 0);
  return lengthOf(answer.reasoning) + lengthOf(answer.text) + calls;
}
