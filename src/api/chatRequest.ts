// A ChatRequest as the gateway wants it: the body of POST /chat/completions.
import type { ChatRequest, ContentPart, RequestMessage, ToolChoice, ToolDefinition } from '../shared/gateway.ts';

/** The body as JSON text. What is undefined or null is not sent, so that the gateway's own default holds. */
export function chatRequestBody(request: ChatRequest, includeUsage: boolean): string {
  const body = {
    model: request.model,
    messages: request.messages.map(wireMessage),
    max_tokens: request.maxTokens,
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop,
    tools: request.tools?.length ? request.tools.map(wireTool) : undefined,
    tool_choice: wireToolChoice(request.toolChoice),
    stream: true,
    stream_options: includeUsage ? { include_usage: true } : undefined,
  };
  // Settings that are not set are null in VS Code, whatever the types say.
  return JSON.stringify(Object.fromEntries(Object.entries(body).filter(([, value]) => isGiven(value))));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function wireMessage(message: RequestMessage): object {
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
        // Unset members vanish in JSON. Reasoning goes back only where a gateway asks for it (wire.md, row 50).
        tool_calls: message.toolCalls?.length
          ? message.toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            }))
          : undefined,
      };
    case 'tool':
      return { role: 'tool', content: message.content, tool_call_id: message.toolCallId };
  }
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
