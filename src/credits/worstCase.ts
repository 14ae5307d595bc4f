// The most that a request may cost, before it leaves. Pure.
import type { ChatRequest, RequestMessage } from '../shared/gateway.ts';
import { estimateTokens } from '../shared/tokenEstimate.ts';
import type { LearnedPrice } from './priceLearning.ts';

/** Vendors count tokens each in their own way: an estimate is off by less than this. */
const inputMargin = 1.3;
/** What a message takes beside its text, and an image. */
const tokensPerMessage = 8;
const tokensPerImage = 1_600;

/** Tokens of the prompt, as far as they can be told without the model's own tokenizer. */
export function estimatePrompt({ messages, tools }: Pick<ChatRequest, 'messages' | 'tools'>): number {
  const texts = messages.reduce((sum, message) => sum + estimateMessage(message), 0);
  return texts + (tools === undefined ? 0 : estimateTokens(JSON.stringify(tools)));
}

/** Micros, by a price that is known: the prompt with a margin, none of it cached, and the longest answer. */
export function worstCost(request: ChatRequest, price: LearnedPrice, outputLimit: number): number {
  const promptTokens = Math.ceil(estimatePrompt(request) * inputMargin);
  const completionTokens = request.maxTokens ?? outputLimit;
  const { micros, uncertaintyMicros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens });
  return Math.ceil(micros + uncertaintyMicros);
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
