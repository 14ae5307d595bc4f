import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCredits, toDecimalText, toMicros } from '../../../src/shared/money.ts';

const micros = fc.maxSafeInteger();

describe('toMicros', () => {
  it.each<[number | string, number | undefined]>([
    [1.3, 1_300_000],
    ['482.5', 482_500_000],
    [0.1 + 0.2, 300_000],
    [1e-7, 0],
    [5e-7, 1],
    ['0.0000005', 1],
    ['-0.0000005', -1],
    ['0.00000049999', 0],
    ['0.00000005', 0],
    [-0, 0],
    ['1.2345675', 1_234_568],
    ['-1.2345674', -1_234_567],
    [' 12 ', 12_000_000],
    ['.5', 500_000],
    ['5.', 5_000_000],
    ['+2e-6', 2],
    [1e21, undefined],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ['9007199254.740992', undefined],
    ['1e999999999', undefined],
    ['1e-999999999', 0],
    ['0e999999999', 0],
    ['', undefined],
    ['.', undefined],
    ['1,5', undefined],
    ['0x10', undefined],
    ['one', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
  ])('reads %s as %s', (credits, expected) => {
    expect(toMicros(credits)).toBe(expected);
  });

  it('gives back every amount that was written, as a number and as text', () => {
    fc.assert(
      fc.property(micros, (amount) => {
        expect(toMicros(toDecimalText(amount))).toBe(amount);
      }),
    );
    // A double holds 15 decimal digits of anything.
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 15), max: 10 ** 15 }), (amount) => {
        expect(toMicros(toCredits(amount))).toBe(amount);
        expect(toMicros(JSON.stringify(toCredits(amount)))).toBe(amount);
      }),
    );
  });

  it('rounds by digits, however many there are', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.stringMatching(/^\d{1,20}$/), fc.boolean(), (amount, tail, isNegative) => {
        const text = `${isNegative ? '-' : ''}${toCredits(amount).toFixed(6)}${tail}`;
        const rounded = amount + (tail >= '5' ? 1 : 0);
        expect(toMicros(text)).toBe(isNegative && rounded > 0 ? -rounded : rounded);
      }),
    );
  });

  it('adds up without dust', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10 ** 9)), (amounts) => {
        const sum = amounts.map((amount) => toMicros(toCredits(amount)) ?? 0).reduce((left, right) => left + right, 0);
        expect(sum).toBe(amounts.reduce((left, right) => left + right, 0));
      }),
    );
  });
});

describe('toDecimalText', () => {
  it.each([
    [0, '0'],
    [4, '0.000004'],
    [-1_300_000, '-1.3'],
    [1_234_567_890, '1234.56789'],
    [25_000_000, '25'],
  ])('writes %d as %s', (amount, text) => {
    expect(toDecimalText(amount)).toBe(text);
  });
});
