import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateCost, judge, readingDelaysMs, type Evidence } from '../../../src/credits/measurement.ts';
import { learnPrice } from '../../../src/credits/priceLearning.ts';
import type { LearnedPrice } from '../../../src/shared/modelFacts.ts';

const tokens = { promptTokens: 100, cachedTokens: 0, completionTokens: 50 };
/** 10 and 40 micros a token, known exactly. */
const price = learnedPrice(10, 40);
const cost = 100 * 10 + 50 * 40;

function learnedPrice(input: number, output: number): LearnedPrice {
  const sizes = [3, 17, 29, 41, 58, 77, 96, 131];
  const samples = sizes.map((size, index) => {
    const counts = { promptTokens: size * 7, cachedTokens: 0, completionTokens: size + index * index };
    return { ...counts, costMicros: counts.promptTokens * input + counts.completionTokens * output };
  });
  const learned = learnPrice(samples);
  if (learned?.isExact !== true) {
    throw new Error('These samples should tell the price exactly.');
  }
  return learned;
}

function settled(evidence: Partial<Evidence> & Pick<Evidence, 'readings'>): unknown {
  const judgement = judge({ baseMicros: 1_000_000, tokens, received: evidence.tokens, price: undefined, ...evidence });
  return judgement.kind === 'settled' ? judgement.cost : judgement.kind;
}

describe('what the balance tells of a request', () => {
  it('is measured at once where the learned price agrees', () => {
    expect(judge({ baseMicros: 1_000_000, readings: [1_000_000 - cost], tokens, received: tokens, price })).toEqual({
      kind: 'settled',
      cost: { source: 'measured', micros: cost },
      differenceMicros: cost,
      isAtRest: true,
    });
  });

  it('is about where all differences are multiples of a step that the price is not: the balance may be rounded', () => {
    const step = 10_000;
    const sizes = [1_210, 300, 5_000, 83, 310, 917, 2_500, 411, 640, 1_277, 7_100, 150];
    const charges = sizes.map((size, index) => {
      const counts = { promptTokens: size, cachedTokens: 0, completionTokens: sizes.at(-1 - index) ?? 0 };
      return { counts, micros: 137 * counts.promptTokens + 1_093 * counts.completionTokens };
    });
    let left = 482_530_000;
    const shown = (): number => Math.floor(left / step) * step;
    const samples = charges.map(({ counts, micros }) => {
      const before = shown();
      left -= micros;
      return { ...counts, costMicros: before - shown() };
    });
    const coarse = learnPrice(samples);
    expect(coarse?.isExact).toBe(true);
    for (const { counts } of charges) {
      for (const difference of [0, 10_000, 20_000, 30_000].map((more) => {
        return Math.floor((137 * counts.promptTokens + 1_093 * counts.completionTokens) / step) * step + more;
      })) {
        const evidence = { baseMicros: 482_530_000, readings: [482_530_000 - difference, 482_530_000 - difference] };
        const judgement = judge({ ...evidence, tokens: counts, received: counts, price: coarse });
        expect(judgement).not.toMatchObject({ cost: { source: 'measured' } });
      }
    }
  });

  it('is never measured where the price says otherwise, by as little as a micro', () => {
    const readings = readingDelaysMs.map(() => 1_000_000 - cost - 1);
    expect(settled({ readings: readings.slice(0, 2), price })).toBe('read-again');
    expect(settled({ readings, price })).toEqual({ source: 'about', micros: cost, doubt: 'disagreement' });
  });

  it('waits for a gateway that charges late', () => {
    expect(settled({ readings: [1_000_000], price })).toBe('read-again');
    expect(settled({ readings: [1_000_000, 1_000_000], price })).toBe('read-again');
    expect(settled({ readings: [1_000_000, 1_000_000, 1_000_000 - cost], price })).toMatchObject({
      source: 'measured',
    });
  });

  it('counts without a price only once it no longer changes, and as not confirmed', () => {
    expect(settled({ readings: [999_000] })).toBe('read-again');
    expect(settled({ readings: [999_000, 998_000] })).toBe('read-again');
    expect(settled({ readings: [999_000, 998_000, 998_000] })).toEqual({ source: 'unconfirmed', micros: 2_000 });
  });

  it('calls nothing free that may only not have been charged yet', () => {
    const readings = readingDelaysMs.map(() => 1_000_000);
    expect(settled({ readings })).toEqual({ source: 'unknown', doubt: 'unsettled' });
  });

  it('takes a request without any tokens that cost nothing as having cost nothing', () => {
    expect(settled({ readings: [1_000_000, 1_000_000], tokens: undefined, price })).toEqual({
      source: 'unconfirmed',
      micros: 0,
    });
  });

  it('calls an answer that was stopped no free one where nothing has been charged yet', () => {
    const readings = readingDelaysMs.map(() => 1_000_000);
    const stopped = { tokens: undefined, received: tokens };
    expect(settled({ ...stopped, readings: readings.slice(0, 2) })).toBe('read-again');
    expect(settled({ ...stopped, readings })).toEqual({ source: 'unknown', doubt: 'unsettled' });
    expect(settled({ ...stopped, readings, price })).toEqual({ source: 'about', micros: cost, doubt: 'unsettled' });
    const late = [1_000_000, 1_000_000, 999_000, 999_000];
    expect(settled({ ...stopped, readings: late })).toEqual({ source: 'unconfirmed', micros: 1_000 });
  });

  it('says about where tokens are not told and a price is known that could not check it', () => {
    const readings = [999_500, 999_500];
    const expected = { source: 'about', micros: 500, doubt: 'no-tokens' };
    expect(settled({ readings, tokens: undefined, price })).toEqual(expected);
    expect(settled({ readings, tokens: undefined })).toEqual({ source: 'unconfirmed', micros: 500 });
  });

  it('gives no figure for a balance that does not come to rest, nor for one that grew', () => {
    expect(settled({ readings: [5, 4, 3, 2, 1] })).toEqual({ source: 'unknown', doubt: 'unsettled' });
    expect(settled({ readings: readingDelaysMs.map(() => 2_000_000) })).toEqual({
      source: 'unknown',
      doubt: 'disagreement',
    });
  });

  it('ends after the last reading, whatever was read, and calls measured only what agrees', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_000_000 }), {
          minLength: readingDelaysMs.length,
          maxLength: readingDelaysMs.length,
        }),
        fc.boolean(),
        fc.boolean(),
        (readings, hasTokens, hasPrice) => {
          const known = { tokens: hasTokens ? tokens : undefined, price: hasPrice ? price : undefined };
          const judgement = judge({ baseMicros: 1_000_000, readings, received: known.tokens, ...known });
          expect(judgement.kind).toBe('settled');
          if (judgement.kind === 'settled' && judgement.cost.source === 'measured') {
            expect(judgement.cost.micros).toBe(cost);
          }
        },
      ),
    );
  });

  it('says about by the price alone, and nothing without one', () => {
    expect(estimateCost(tokens, price, 'shared')).toEqual({ source: 'about', micros: cost, doubt: 'shared' });
    expect(estimateCost(tokens, undefined, 'shared')).toEqual({ source: 'unknown', doubt: 'shared' });
    expect(estimateCost(undefined, price, 'no-tokens')).toEqual({ source: 'unknown', doubt: 'no-tokens' });
  });
});
