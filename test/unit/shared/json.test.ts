import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/shared/json.ts';
import { JsonMeter } from '../../../src/shared/jsonMeter.ts';
import { cutText } from '../../../src/shared/limits.ts';

interface Measure {
  readonly depth: number;
  readonly parts: number;
}

/** By the value itself: what its text holds. */
function measure(value: unknown): Measure {
  if (typeof value !== 'object' || value === null) {
    return { depth: 0, parts: 0 };
  }
  const members = Object.values(value).map(measure);
  const separators = Math.max(0, members.length - 1) + (Array.isArray(value) ? 0 : members.length);
  return {
    depth: 1 + Math.max(0, ...members.map(({ depth }) => depth)),
    parts: members.reduce((sum, { parts }) => sum + parts, 1 + separators),
  };
}

function meterOf(text: string, cuts: readonly number[]): { readonly measure: Measure; readonly end: number } {
  const meter = new JsonMeter();
  const marks = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  for (const [index, mark] of marks.slice(1).entries()) {
    const start = marks[index] ?? 0;
    const end = meter.feed(text.slice(start, mark));
    if (end !== undefined) {
      return { measure: { depth: meter.deepest, parts: meter.parts }, end: start + end };
    }
  }
  return { measure: { depth: meter.deepest, parts: meter.parts }, end: -1 };
}

describe('JSON', () => {
  it('is counted as it is, however it is cut, to the end of its first object or list', () => {
    const values = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
    const texts = fc.constantFrom('"', '\\', '\\"', '{', '[', ',', ':', '\\\\"', ']');
    const withMarks = fc.array(fc.array(texts).map((marks) => marks.join('')));
    fc.assert(
      fc.property(fc.oneof(values, withMarks), fc.array(fc.nat(400), { maxLength: 8 }), (value, cuts) => {
        const text = JSON.stringify(value, undefined, 1);
        const expected = { measure: measure(JSON.parse(text)), end: text.length };
        expect(meterOf(`${text} "rest" [`, cuts)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [
      'deep',
      `${'['.repeat(200)}"${'x'.repeat(5_000)}"${']'.repeat(200)}`,
      `${'['.repeat(201)}"${'x'.repeat(5_000)}"${']'.repeat(201)}`,
    ],
    ['wide', `[0${',0'.repeat(9_999)}]`, `[0${',0'.repeat(10_000)}]`],
  ])('that is too %s is none', (_, within, beyond) => {
    expect(parseJson(within, 10_000)).toEqual(JSON.parse(within));
    expect(parseJson(beyond, 10_000)).toBeUndefined();
  });
});

it.each([
  ['abc', 3, 'abc'],
  ['abc', 2, 'ab'],
  ['a😀', 2, 'a'],
  ['a😀', 3, 'a😀'],
  ['abc', -1, ''],
])('%j cut to %i is %j', (text, most, expected) => {
  expect(cutText(text, most)).toBe(expected);
});
