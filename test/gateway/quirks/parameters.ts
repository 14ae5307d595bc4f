// Rows 41-45, 50 and 65: fields that a gateway refuses in a request. Without them it answers as usual.
import type { ChatBody, ChatMessage } from '../chatBody.ts';
import type { Fault, FaultTable } from '../faults/fault.ts';
import { refusal } from './script.ts';

function refuses(about: string, message: string, isRefused: (body: ChatBody) => boolean, param?: string): Fault {
  const reply = refusal(400, { message, type: 'invalid_request_error', ...(param === undefined ? {} : { param }) });
  return { about, respond: ({ body }) => (body !== undefined && isRefused(body) ? reply : undefined) };
}

const reasoningOf = (message: ChatMessage): unknown => message['reasoning_content'];

/**
 * Whether the history shows the remains of a failed turn: an empty answer, a tool call without a result, or arguments that are
 * not JSON.
 */
function isPoisoned({ messages }: ChatBody): boolean {
  const results = new Set(messages.map((message) => message.tool_call_id));
  return messages.some(({ role, content, tool_calls: calls = [] }) => {
    const isEmpty = role === 'assistant' && (content ?? '') === '' && calls.length === 0;
    return isEmpty || calls.some((call) => !results.has(call.id) || call.id === '' || !hasArguments(call));
  });
}

function hasArguments(call: Record<string, unknown>): boolean {
  try {
    const made = call['function'] as { readonly arguments?: string } | undefined;
    return typeof JSON.parse(made?.arguments ?? '') === 'object';
  } catch {
    return false;
  }
}

export const parameterQuirks: FaultTable = {
  'quirk-41': refuses(
    'no stream_options',
    'Unknown field: stream_options',
    ({ stream_options: options }) => options !== undefined,
  ),
  'quirk-42': refuses(
    'max_completion_tokens in place of max_tokens',
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ({ max_tokens: limit }) => limit !== undefined,
    'max_tokens',
  ),
  'quirk-43': refuses(
    'no temperature',
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
    ({ temperature }) => temperature !== undefined,
    'temperature',
  ),
  'quirk-44': refuses(
    'no system role',
    "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
    ({ messages }) => messages.some(({ role }) => role === 'system'),
    'messages[0].role',
  ),
  'quirk-45': refuses(
    'no streaming',
    'Streaming is not supported: stream must be false',
    ({ stream }) => stream === true,
  ),
  'quirk-50': refuses(
    'reasoning that must be sent back',
    'The `reasoning_content` in the thinking mode must be passed back to the API.',
    ({ messages }) => messages.some((message) => message.role === 'assistant' && reasoningOf(message) === undefined),
  ),
  'quirk-65': refuses('a history that one bad turn has spoilt', 'messages: invalid history', isPoisoned),
};
