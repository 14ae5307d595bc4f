// A gateway with a known price is measured, well or badly; what is learned is held against that price.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenCounts } from '../../../src/shared/modelFacts.ts';
import {
  costOf,
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
  type Price,
} from './samples.ts';

/** The gateway's sum, without the dust of binary fractions, to a whole number of steps. */
const roundings = {
  nearest: (sum: number, step: number) => Math.round(Number((sum / step).toFixed(6))) * step,
  down: (sum: number, step: number) => Math.floor(Number((sum / step).toFixed(6))) * step,
  up: (sum: number, step: number) => Math.ceil(Number((sum / step).toFixed(6))) * step,
};

/** As gateways have them: cached input costs a part of input, output some times as much. */
const price = fc
  .tuple(fc.integer({ min: 20, max: 99_000 }), fc.constantFrom(0, 0.1, 0.25, 0.5, 1), fc.constantFrom(0, 1, 2, 4, 5))
  .map(([input, cached, output]): Price => [input * 4, input * 4 * cached, input * 4 * output]);

const foreignSpending = fc.integer({ min: 50, max: 5_000_000 });

/** To what binary fractions and rounded costs leave open. */
function expectNear(found: number, truth = 0): void {
  expect(Math.abs(found - truth)).toBeLessThanOrEqual(1e-7 * truth + 1e-4);
}

describe('a price per token', () => {
  it('is found exactly from twenty clean requests, and tells its own costs from all others', () => {
    fc.assert(
      fc.property(price, mixed(20), tokens, fc.integer({ min: 2, max: 10_000 }), (truth, requests, next, wrong) => {
        const learned = learn(measure(truth, requests));
        expect(learned).toMatchObject({ isExact: true, agreeing: 20, samples: 20, stepMicros: 1 });
        expect([learned.input.isIdentified, learned.output.isIdentified]).toEqual([true, true]);
        unitPrices(learned).forEach((found, place) => expectNear(found, truth[place]));
        const cost = Math.round(costOf(truth, next));
        expect(learned.predict(next)).toEqual({ micros: cost, uncertaintyMicros: 1 });
        expect([cost, cost + wrong, cost - wrong].map((micros) => learned.agrees(next, micros))).toEqual([
          true,
          false,
          false,
        ]);
      }),
    );
  });

  it('is found exactly when half of the requests were measured too high', () => {
    const polluted = fc.array(foreignSpending, { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(price, mixed(18), polluted, tokens, foreignSpending, (truth, requests, spent, next, more) => {
        const samples = measure(truth, requests).map((sample, index) => ({
          ...sample,
          // Each third has something cached: of those, too, half are clean.
          costMicros: sample.costMicros + (index % 2 === 0 ? 0 : (spent[(index - 1) / 2] ?? 0)),
        }));
        const learned = learn(samples);
        expect(learned.isExact).toBe(true);
        expectNear(learned.input.microsPerToken, truth[0]);
        expectNear(learned.output.microsPerToken, truth[2]);
        const cost = Math.round(costOf(truth, next));
        expect(learned.agrees(next, cost + more)).toBe(false);
        expect(
          learned.agrees({ ...next, cachedTokens: 0 }, Math.round(costOf(truth, { ...next, cachedTokens: 0 }))),
        ).toBe(true);
      }),
    );
  });

  it('is found from five clean requests among five others', () => {
    const wrong = list.slice(0, 5).map((one, index) => ({
      ...one,
      promptTokens: one.promptTokens + 37 * index,
      costMicros: costOf(deepseek, one) + 4321 * (index + 1) ** 2,
    }));
    const learned = learn(
      measure(deepseek, list.slice(0, 5)).flatMap((sample, index) => [wrong[index] ?? sample, sample]),
    );
    expect(learned).toMatchObject({ isExact: true, agreeing: 5, samples: 10 });
    expect([learned.input.microsPerToken, learned.output.microsPerToken]).toEqual([1000, 4000]);
  });

  it('is within the gateway’s rounding, whatever that is', () => {
    const steps = fc.constantFrom(1, 2, 100, 10_000);
    const mode = fc.constantFrom(...(['nearest', 'down', 'up'] as const));
    const decimals = fc.tuple(
      fc.integer({ min: 60, max: 500 }),
      fc.constantFrom(0, 0.1, 0.25, 1),
      fc.constantFrom(1, 3, 5),
    );
    fc.assert(
      fc.property(
        decimals,
        steps,
        mode,
        mixed(20),
        tokens,
        fc.integer({ min: 2, max: 9 }),
        ([units, cached, output], step, by, requests, next, off) => {
          // From cheap to dear, so that a request costs hundreds of steps.
          const input = (units / 100) * Math.sqrt(step);
          const truth: Price = [input, input * cached, input * output];
          const cost = (one: TokenCounts): number => roundings[by](costOf(truth, one), step);
          const learned = learn(requests.map((one) => ({ ...one, costMicros: cost(one) })));
          // Where a step is a good part of a cost there may be no telling.
          expect(learned.input.microsPerToken / input).toBeGreaterThan(0.95);
          expect(learned.input.microsPerToken / input).toBeLessThan(1.05);
          expect(learned.cachedInput.microsPerToken).toBeGreaterThanOrEqual(0);
          expect(learned.cachedInput.microsPerToken).toBeLessThanOrEqual(learned.input.microsPerToken);
          expect(learned.agrees(next, cost(next) + off * step)).toBe(false);
          expect(learned.agrees(next, cost(next) - off * step)).toBe(false);
          const { micros, uncertaintyMicros } = learned.predict(next);
          expect(Math.abs(micros - cost(next))).toBeLessThanOrEqual(2 * uncertaintyMicros);
        },
      ),
    );
  });

  it('knows a fraction of a micro for what it is, and so keeps to it far from what was measured', () => {
    const truth: Price = [0.27, 0.07, 1.1];
    const learned = learn(
      listWithCache
        .concat(listWithCache.map((one) => request(one.promptTokens + 77, one.completionTokens + 13)))
        .map((one) => ({
          ...one,
          costMicros: Math.round(costOf(truth, one)),
        })),
    );
    expect(unitPrices(learned)).toEqual(truth);
    const long = request(1_000_001, 100_003);
    expect(learned.agrees(long, Math.round(costOf(truth, long)))).toBe(true);
    expect(learned.agrees(long, Math.round(costOf(truth, long)) + 2)).toBe(false);
  });

  it('tells to which side a gateway rounds, and that one step more is not its own', () => {
    const truth: Price = [37, 37, 148];
    const more = [...list, ...list.map((one) => request(one.promptTokens + 31, one.completionTokens + 17))];
    for (const [by, round] of Object.entries(roundings)) {
      const samples = more.map((one) => ({ ...one, costMicros: round(costOf(truth, one), 100) }));
      const learned = learn(samples);
      expect([by, unitPrices(learned), learned.stepMicros]).toEqual([by, truth, 100]);
      const cost = round(costOf(truth, request(111, 11)), 100);
      expect([-100, 0, 100, 50].map((off) => learned.agrees(request(111, 11), cost + off))).toEqual([
        false,
        true,
        false,
        false,
      ]);
    }
  });

  it('is seen through a rounding that leaves half of the amounts as they are', () => {
    const samples = list
      .concat(list.map((one) => request(one.promptTokens + 31, one.completionTokens + 18)))
      .map((one) => ({
        ...one,
        costMicros: roundings.nearest(costOf([50, 50, 150], one), 100),
      }));
    const learned = learn(samples);
    expect([learned.input.microsPerToken, learned.output.microsPerToken, learned.stepMicros]).toEqual([50, 150, 100]);
    expect(learned.agreeing).toBe(samples.length);
  });

  it('is not misled by spending of a few micros', () => {
    fc.assert(
      fc.property(fc.integer(), mixed(20), tokens, (seed, requests, next) => {
        const random = randomFrom(seed);
        // Odd, so that it cannot be a rounding to two micros.
        const foreign = (): number => (random() < 0.25 ? 1 + 2 * Math.floor(random() * 3) : 0);
        const uncached = requests.map((one) => ({ ...one, cachedTokens: 0 }));
        const samples = measure(deepseek, uncached).map((one) => ({ ...one, costMicros: one.costMicros + foreign() }));
        const learned = learn(samples);
        expect(unitPrices(learned)).toEqual([1000, 1000, 4000]);
        const asked = { ...next, cachedTokens: 0 };
        const cost = costOf(deepseek, asked);
        expect([0, 1, 2, 3, -1].map((more) => learned.agrees(asked, cost + more))).toEqual([
          true,
          false,
          false,
          false,
          false,
        ]);
      }),
    );
  });
});

describe('a price that changed', () => {
  it('gives way to the new one after about as many requests as tell it', () => {
    fc.assert(
      fc.property(price, mixed(30), fc.constantFrom(0.5, 1.5, 3), (before, requests, factor) => {
        const after: Price = [before[0] * factor, before[1] * factor, before[2] * factor];
        const old = measure(before, requests.slice(8));
        const fresh = measure(after, requests.slice(0, 8));
        expectNear(learn([...fresh, ...old]).input.microsPerToken, after[0]);
        expectNear(learn([...fresh.slice(0, 1), ...old]).input.microsPerToken, before[0]);
      }),
    );
  });
});
