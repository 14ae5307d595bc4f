// Writes a ChatRequest as the body of POST /chat/completions.
import type {
  ChatRequest,
  ContentPart,
  RequestMessage,
  ToolCall,
  ToolChoice,
  ToolDefinition,
} from '../shared/gateway.ts';
import { isRecord, parseJson } from '../shared/json.ts';
import type { Adaptation } from './adaptation.ts';

/** The body as JSON text. Members that are undefined or null are not sent, so that the gateway's own defaults hold. */
export function chatRequestBody(request: ChatRequest, adaptations: ReadonlySet<Adaptation>): string {
  const has = (adaptation: Adaptation): boolean => adaptations.has(adaptation);
  const messages = sendable(request.messages).map((message) => wireMessage(message, has('with-reasoning')));
  const isStream = !has('no-stream');
  const body = {
    model: request.model,
    messages: has('no-system-role') ? foldSystem(messages) : messages,
    [has('max-completion-tokens') ? 'max_completion_tokens' : 'max_tokens']: request.maxTokens,
    temperature: has('no-temperature') ? undefined : request.temperature,
    top_p: has('no-top-p') ? undefined : request.topP,
    stop: request.stop,
    tools: request.tools?.length ? request.tools.map(wireTool) : undefined,
    tool_choice: wireToolChoice(request.toolChoice),
    stream: isStream,
    stream_options: isStream && !has('no-stream-options') ? { include_usage: true } : undefined,
  };
  // VS Code gives null for a setting that is not set, whatever the types say.
  return JSON.stringify(Object.fromEntries(Object.entries(body).filter(([, value]) => isGiven(value))), wellFormed);
}

/** Replaces lone surrogates, which an answer has where it broke off within a character: gateways refuse a request that contains one. */
function wellFormed(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * Drops what one bad turn leaves in a chat and what makes gateways refuse every later request (wire.md, row 65): answers without content,
 * calls without a result, results without a call.
 */
function sendable(messages: readonly RequestMessage[]): RequestMessage[] {
  const answered = new Set(messages.map((message) => (message.role === 'tool' ? message.toolCallId : undefined)));
  const called = new Set<string>();
  return messages.flatMap((message): RequestMessage[] => {
    if (message.role === 'tool') {
      return called.has(message.toolCallId) ? [message] : [];
    }
    if (message.role !== 'assistant') {
      return [message];
    }
    const { toolCalls = [], ...rest } = message;
    const kept = toolCalls.filter(({ id, name }) => id !== '' && name !== '' && answered.has(id));
    kept.forEach(({ id }) => called.add(id));
    return message.content === '' && kept.length === 0 ? [] : [{ ...rest, toolCalls: kept }];
  });
}

interface WireMessage {
  readonly role: RequestMessage['role'];
  readonly content: string | readonly object[];
  readonly [key: string]: unknown;
}

function wireMessage(message: RequestMessage, withReasoning: boolean): WireMessage {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return {
        role: 'user',
        content: typeof message.content === 'string' ? message.content : message.content.map(wirePart),
      };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.content,
        // JSON omits undefined members. Reasoning is sent back only to a gateway that asks for it (wire.md, row 50).
        reasoning_content: withReasoning ? (message.reasoning ?? '') : undefined,
        tool_calls: message.toolCalls?.length ? message.toolCalls.map(wireToolCall) : undefined,
      };
    case 'tool':
      return { role: 'tool', content: message.content, tool_call_id: message.toolCallId };
  }
}

/** Moves the system messages to the head of the first user message, for models that do not accept the system role. */
function foldSystem(messages: readonly WireMessage[]): WireMessage[] {
  const instructions = messages
    .flatMap(({ role, content }) => (role === 'system' && typeof content === 'string' ? [content] : []))
    .join('\n\n');
  const others = messages.filter(({ role }) => role !== 'system');
  const first = others.findIndex(({ role }) => role === 'user');
  return others.map((message, index) =>
    index === first ? { ...message, content: joined(instructions, message) } : message,
  );
}

function joined(instructions: string, { content }: WireMessage): WireMessage['content'] {
  return typeof content === 'string'
    ? `${instructions}\n\n${content}`
    : [{ type: 'text', text: instructions }, ...content];
}

function wireToolCall({ id, name, arguments: written, extraContent }: ToolCall): object {
  return {
    id,
    type: 'function',
    // The gateway would refuse invalid JSON each time the call is sent back.
    function: { name, arguments: isRecord(parseJson(written)) ? written : '{}' },
    extra_content: extraContent,
  };
}

function wirePart(part: ContentPart): object {
  return part.type === 'text' ? { type: 'text', text: part.text } : { type: 'image_url', image_url: { url: part.url } };
}

function wireTool(tool: ToolDefinition): object {
  const { name, description, parameters } = tool;
  return { type: 'function', function: { name, description, parameters } };
}

function wireToolChoice(choice: ToolChoice | undefined): unknown {
  return typeof choice === 'object' ? { type: 'function', function: { name: choice.name } } : choice;
}
