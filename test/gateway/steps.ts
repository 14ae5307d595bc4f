// An answer as the steps of a stream: chunks in the documented format, which faults may drop, change or add.
import type { Answer } from './answer.ts';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details?: { readonly cached_tokens: number };
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
  /** In credits. Sent only if the setting `reportCost` is on. */
  readonly cost?: number;
}

export type Step =
  /** One event with a JSON chunk; `characters`: how many characters of the answer it carries. */
  | { readonly type: 'chunk'; readonly chunk: object; readonly characters: number }
  /** One event with this text as its data. */
  | { readonly type: 'data'; readonly data: string }
  /** Exactly these bytes in one write. */
  | { readonly type: 'bytes'; readonly bytes: string | Uint8Array }
  /** Nothing is sent for this long, in milliseconds. */
  | { readonly type: 'pause'; readonly ms: number }
  | BreakStep;

/** `stall`: nothing more is sent, and the connection stays open. `reset`: it is reset. `drop`: it is closed in the middle of the body. */
export interface BreakStep {
  readonly type: 'stall' | 'reset' | 'drop';
}

export interface AnswerHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
}

/** The steps of a complete, faultless stream. `usage` is sent if it is given. */
export function* answerSteps(answer: Answer, head: AnswerHead, usage: Usage | undefined): Generator<Step> {
  const chunk = (delta: object, characters: number, finishReason: string | null = null): Step => ({
    type: 'chunk',
    chunk: {
      ...chunkHead(head),
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    },
    characters,
  });
  yield chunk({ role: 'assistant', content: '' }, 0);
  for (const text of answer.reasoning) {
    yield chunk({ reasoning_content: text }, text.length);
  }
  for (const text of answer.text) {
    yield chunk({ content: text }, text.length);
  }
  for (const [index, call] of answer.toolCalls.entries()) {
    const start = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
    yield chunk({ tool_calls: [start] }, call.name.length);
    for (const text of call.arguments) {
      yield chunk({ tool_calls: [{ index, function: { arguments: text } }] }, text.length);
    }
  }
  yield chunk({}, 0, answer.finishReason);
  if (usage !== undefined) {
    yield { type: 'chunk', chunk: { ...chunkHead(head), choices: [], usage }, characters: 0 };
  }
  yield { type: 'data', data: '[DONE]' };
}

function chunkHead({ id, created, model }: AnswerHead) {
  return { id, object: 'chat.completion.chunk', created, model };
}

/** The same answer as one JSON body. */
export function wholeAnswer(answer: Answer, head: AnswerHead, usage: Usage): object {
  const reasoning = answer.reasoning.join('');
  const toolCalls = answer.toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments.join('') },
  }));
  const message = {
    role: 'assistant',
    content: answer.text.join(''),
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [{ index: 0, message, finish_reason: answer.finishReason }],
    usage,
  };
}
