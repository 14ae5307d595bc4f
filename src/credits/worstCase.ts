// The most that a request may cost, before it leaves. Pure.
import type { ChatRequest } from '../shared/gateway.ts';
import { estimatePrompt } from '../shared/requestEstimate.ts';
import type { LearnedPrice } from '../shared/modelFacts.ts';

/** Vendors count tokens each in their own way: an estimate is off by less than this. */
const inputMargin = 1.3;

/** Micros, by a price that is known: the prompt with a margin, none of it cached, and the longest answer. */
export function worstCost(request: ChatRequest, price: LearnedPrice, outputLimit: number): number {
  const promptTokens = Math.ceil(estimatePrompt(request) * inputMargin);
  const completionTokens = request.maxTokens ?? outputLimit;
  const { micros, uncertaintyMicros } = price.predict({ promptTokens, cachedTokens: 0, completionTokens });
  return Math.ceil(micros + uncertaintyMicros);
}
