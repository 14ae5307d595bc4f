// Estimates how many tokens the prompt of a request has. Pure.
import type { ChatRequest, RequestMessage } from './gateway.ts';
import { estimateTokens } from './tokenEstimate.ts';

/** Tokens of a message beside its text, and of an image. */
export const tokensPerMessage = 8;
const tokensPerImage = 1_600;

/** The estimated tokens of the prompt, without the model's own tokenizer. */
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
