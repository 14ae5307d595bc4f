// How many tokens the prompt of a request will be, roughly. Pure.
import type { ChatRequest, RequestMessage } from './gateway.ts';
import { estimateTokens } from './tokenEstimate.ts';

/** What a message takes beside its text, and an image. */
export const tokensPerMessage = 8;
const tokensPerImage = 1_600;

/** Tokens of the prompt, as far as they can be told without the model's own tokenizer. */
export function estimatePrompt({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): number {
  const texts = messages.reduce((sum, message) => sum + estimateMessage(message), 0);
  return texts + (tools === undefined ? 0 : estimateTokens(JSON.stringify(tools)));
}

function estimateMessage(message: RequestMessage): number {
  const { content } = message;
  const parts = typeof content === 'string' ? [{ type: 'text' as const, text: content }] : content;
  const calls = message.role === 'assistant' && message.toolCalls ? JSON.stringify(message.toolCalls) : '';
  return parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? estimateTokens(part.text) : tokensPerImage),
    tokensPerMessage + estimateTokens(calls),
  );
}
