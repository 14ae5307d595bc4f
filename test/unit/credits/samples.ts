// A gateway with a known price, and requests that were measured on it.
import fc from 'fast-check';
import { learnPrice, type PriceSample } from '../../../src/credits/priceLearning.ts';
import type { LearnedPrice, TokenCounts } from '../../../src/shared/modelFacts.ts';

/** Micros per token of uncached input, cached input and output. */
export type Price = readonly [input: number, cached: number, output: number];

export function costOf([input, cached, output]: Price, tokens: TokenCounts): number {
  const { promptTokens, cachedTokens, completionTokens } = tokens;
  return (promptTokens - cachedTokens) * input + cachedTokens * cached + completionTokens * output;
}

/** Numbers from 0 to 1, the same for the same seed: requests as they come, not the odd ones that fast-check looks for. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomRequest(random: () => number, isCached: boolean): TokenCounts {
  const promptTokens = Math.floor(50 + random() * 9000);
  return {
    promptTokens,
    cachedTokens: isCached ? Math.floor(promptTokens * (0.2 + 0.7 * random())) : 0,
    completionTokens: Math.floor(1 + random() * 2500),
  };
}

/** Every third has something cached. */
export const mixed = (count: number): fc.Arbitrary<readonly TokenCounts[]> =>
  fc.integer().map((seed) => {
    const random = randomFrom(seed);
    return Array.from({ length: count }, (_, index) => randomRequest(random, index % 3 === 0));
  });

export const tokens = fc
  .tuple(fc.integer(), fc.boolean())
  .map(([seed, isCached]) => randomRequest(randomFrom(seed), isCached));

export function unitPrices({ input, cachedInput, output }: LearnedPrice): Price {
  return [input.microsPerToken, cachedInput.microsPerToken, output.microsPerToken];
}

export function learn(samples: readonly PriceSample[]): LearnedPrice {
  const learned = learnPrice(samples);
  if (learned === undefined) {
    throw new Error('Nothing was learned.');
  }
  return learned;
}

export function measure(price: Price, list: readonly TokenCounts[]): readonly PriceSample[] {
  return list.map((one) => ({ ...one, costMicros: Math.round(costOf(price, one)) }));
}

export function request(promptTokens: number, completionTokens: number, cachedTokens = 0): TokenCounts {
  return { promptTokens, cachedTokens, completionTokens };
}

const sizes = [1200, 300, 5000, 80, 300, 900, 2500, 410, 640, 1210, 7100, 150];
export const list = [0, 2, 4, 6, 8, 10].map((place) => request(sizes[place] ?? 0, sizes[place + 1] ?? 0));
export const listWithCache = [...list, request(4000, 200, 3072), request(6000, 350, 1024), request(900, 120, 512)];
export const deepseek: Price = [1000, 100, 4000];
