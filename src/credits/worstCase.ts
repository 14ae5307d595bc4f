// The highest cost that a request may have, before it is sent. Pure.
import type { ChatRequest } from '../shared/gateway.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';
import type { LearnedPrice } from '../shared/modelFacts.ts';

/** Each vendor counts tokens in its own way; our estimate is off by less than this factor. */
const inputMargin = 1.3;

/** In micros, by a learned price: the prompt with a margin, none of it cached, the longest possible answer, and the price's uncertainty. */
export function worstCost(request: ChatRequest, price: LearnedPrice, outputLimit: number): number {
  const promptTokens = Math.ceil(estimatePrompt(request) * inputMargin);
  const completionTokens = request.maxTokens ?? outputLimit;
  const { micros, uncertaintyMicros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens });
  return Math.ceil(micros + uncertaintyMicros);
}
