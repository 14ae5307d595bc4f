// What no measurements can tell of a price, and bills that follow none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import {
  deepseek,
  learn,
  list,
  listWithCache,
  measure,
  mixed,
  randomFrom,
  request,
  tokens,
  unitPrices,
} from './samples.ts';

describe('what cannot be told', () => {
  it('is nothing at all without samples, or with one or two that cost nothing', () => {
    expect(learnPrice([])).toBeUndefined();
    expect(learnPrice(measure([0, 0, 0], list.slice(0, 2)))).toBeUndefined();
    expect(learnPrice([{ ...request(0, 0), costMicros: 5 }])).toBeUndefined();
    expect(learnPrice([{ ...request(10, 10), costMicros: Number.NaN }])).toBeUndefined();
    expect(learnPrice([{ ...request(10, 10), costMicros: -5 }])).toBeUndefined();
  });

  it('is a price from a balance so coarse that most answers seem to cost nothing, and that breaks nothing', () => {
    for (let seed = 0; seed < 8; seed += 1) {
      const random = randomFrom(seed);
      const samples = Array.from({ length: 12 }, () => ({
        ...request(Math.floor(20 + 2_000 * random()), Math.floor(5 + 800 * random())),
        costMicros: random() < 0.2 ? 10_000 : 0,
      }));
      for (let count = 1; count <= samples.length; count += 1) {
        expect(() => learnPrice(samples.slice(-count))).not.toThrow();
      }
    }
  });

  it('is which tokens cost what, when all requests are alike: one rate is kept, and holds for them', () => {
    const learned = learn(
      measure(
        deepseek,
        Array.from({ length: 5 }, () => request(1000, 500)),
      ),
    );
    expect(learned).toMatchObject({ isExact: true, agreeing: 5 });
    expect(learned.input).toEqual({ microsPerToken: 2000, isIdentified: false });
    expect(learned.output.isIdentified).toBe(false);
    expect([learned.agrees(request(1000, 500), 3_000_000), learned.agrees(request(1000, 501), 3_002_000)]).toEqual([
      true,
      false,
    ]);
    expect(learned.predict(request(1000, 500))).toEqual({ micros: 3_000_000, uncertaintyMicros: 1 });
    expect(learned.predict(request(500, 500)).uncertaintyMicros).toBeGreaterThan(1_000_000);
  });

  it('is the cache’s price until it was used: it is taken for that of input, and may be wrong altogether', () => {
    const learned = learn(measure(deepseek, list));
    expect(learned.cachedInput).toEqual({ microsPerToken: 1000, isIdentified: false });
    expect(learned.predict(request(1000, 100, 400))).toEqual({ micros: 1_400_000, uncertaintyMicros: 400_001 });
    expect(learned.agrees(request(1000, 100, 400), 1_040_000)).toBe(false);
    expect(learned.agrees(request(1000, 100, 400), 1_400_000)).toBe(false);
  });

  it('is the cache’s price from one use, for nothing confirms it', () => {
    const once = measure(deepseek, [request(4000, 200, 3072), ...list]);
    expect(learn(once).cachedInput).toEqual({ microsPerToken: 1000, isIdentified: false });
    const onceAtFullPrice = measure([1000, 1000, 4000], [request(4000, 200, 3072), ...list]);
    expect(learn(onceAtFullPrice).cachedInput.isIdentified).toBe(false);
    const twice = measure(deepseek, [request(4000, 200, 3072), request(900, 120, 512), ...list]);
    expect(learn(twice).cachedInput).toEqual({ microsPerToken: 100, isIdentified: true });
    // The newest use counts most, but nothing agrees with it.
    const [newest, ...older] = measure(deepseek, [
      request(5000, 90, 2048),
      ...list,
      ...listWithCache.slice(list.length),
    ]);
    const wrong = newest === undefined ? [] : [{ ...newest, costMicros: newest.costMicros + 1_234_567 }];
    expect(learn([...wrong, ...older]).cachedInput).toEqual({ microsPerToken: 100, isIdentified: true });
  });

  it('is an exact price from as many requests as there are unknowns', () => {
    expect(learn(measure(deepseek, list.slice(0, 1)))).toMatchObject({ isExact: false, relativeUncertainty: 1 });
    expect(learn(measure(deepseek, list.slice(0, 2))).isExact).toBe(false);
    expect(learn(measure(deepseek, list.slice(0, 3)))).toMatchObject({ isExact: true, agreeing: 3 });
    expect(learn(measure(deepseek, list.slice(0, 1))).agrees(list[0] ?? request(1, 1), 2_400_000)).toBe(false);
  });

  it('is a price that is not one per token: about so much, and how far off', () => {
    const perCharacterSquared = list
      .concat(list.map((one) => request(one.promptTokens * 2, one.completionTokens)))
      .map((one) => ({
        ...one,
        costMicros: Math.round((one.promptTokens + 3 * one.completionTokens) ** 1.3),
      }));
    const learned = learn(perCharacterSquared);
    expect(learned).toMatchObject({ isExact: false, agreeing: 0 });
    expect(learned.relativeUncertainty).toBeGreaterThan(0.05);
    expect(learned.relativeUncertainty).toBeLessThan(1);
    for (const { costMicros, ...one } of perCharacterSquared) {
      const { micros, uncertaintyMicros } = learned.predict(one);
      expect(Math.abs(micros - costMicros)).toBeLessThan(4 * uncertaintyMicros);
      expect(learned.agrees(one, costMicros)).toBe(false);
    }
  });
});

describe('odd bills', () => {
  it('of nothing mean a free model after three requests', () => {
    const learned = learn(measure([0, 0, 0], list.slice(0, 3)));
    expect(learned).toMatchObject({ isExact: true, relativeUncertainty: 0 });
    expect(unitPrices(learned)).toEqual([0, 0, 0]);
    expect([0, 1].map((micros) => learned.agrees(request(9, 9, 3), micros))).toEqual([true, false]);
  });

  it('that come one request late never mean a free one, and their sum tells the rate', () => {
    const samples = measure(deepseek, list).map((sample, index, all) => ({
      ...sample,
      costMicros: index % 2 === 0 ? sample.costMicros + (all[index + 1]?.costMicros ?? 0) : 0,
    }));
    const learned = learn(samples);
    expect(learned.isExact).toBe(false);
    expect(learned.predict(request(1000, 200)).micros).toBeGreaterThan(500_000);
  });

  it('that come late now and then do no harm', () => {
    const samples = measure(deepseek, [...listWithCache, ...list.map((one) => request(one.promptTokens + 11, 333))]);
    const late = samples.map((sample, index) => ({
      ...sample,
      costMicros:
        index % 5 === 1 ? 0 : sample.costMicros + (index % 5 === 0 ? (samples[index + 1]?.costMicros ?? 0) : 0),
    }));
    expect(unitPrices(learn(late))).toEqual(deepseek);
  });

  it('never give a negative price, or a cache that is dearer than none', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(tokens, amount), { minLength: 1, maxLength: 45 }), (bills) => {
        const learned = learnPrice(bills.map(([one, costMicros]) => ({ ...one, costMicros })));
        const [input, cached, output] = learned === undefined ? [0, 0, 0] : unitPrices(learned);
        expect(Math.min(input, cached, output)).toBeGreaterThanOrEqual(0);
        expect(cached).toBeLessThanOrEqual(input);
      }),
    );
  });

  it('for a cache that is dearer than none are not believed', () => {
    const learned = learn(
      measure([100, 150, 400], [...listWithCache, ...listWithCache.map((one) => request(one.promptTokens, 7, 40))]),
    );
    expect(learned.cachedInput.microsPerToken).toBeLessThanOrEqual(learned.input.microsPerToken);
  });

  it('that follow nothing are never taken for an exact price', () => {
    fc.assert(
      fc.property(mixed(30), fc.integer(), (requests, seed) => {
        const random = randomFrom(seed);
        const samples = requests.map((one) => ({ ...one, costMicros: Math.floor(random() * 10_000_000) }));
        expect(learn(samples).isExact).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('for free output, or with more cached tokens than the prompt has, are read as they are', () => {
    expect(unitPrices(learn(measure([1000, 100, 0], listWithCache)))).toEqual([1000, 100, 0]);
    const samples = measure(deepseek, [...listWithCache, request(100, 10, 100), request(200, 10, 200)]);
    const overCounted = samples.map((one) => ({
      ...one,
      cachedTokens: one.cachedTokens === one.promptTokens ? one.cachedTokens + 50 : one.cachedTokens,
    }));
    expect(learn(overCounted)).toMatchObject({ isExact: true, agreeing: samples.length });
  });
});
