import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThinkTags } from '../../../src/api/thinkTags.ts';

function split(pieces: readonly string[]): { text: string; reasoning: string } {
  const result = { text: '', reasoning: '' };
  const tags = new ThinkTags({
    text: (piece) => void (result.text += piece),
    reasoning: (piece) => void (result.reasoning += piece),
  });
  pieces.forEach((piece) => tags.feed(piece));
  tags.end();
  return result;
}

describe('think tags', () => {
  it.each([
    ['<think>a</think>\n\nb', { reasoning: 'a', text: 'b' }],
    ['\n <think>\na < b</think>c', { reasoning: '\na < b', text: 'c' }],
    ['b <think>a</think>', { reasoning: '', text: 'b <think>a</think>' }],
    ['<thi', { reasoning: '', text: '<thi' }],
    ['<thinking>x', { reasoning: '', text: '<thinking>x' }],
    ['<think>never closed </thi', { reasoning: 'never closed </thi', text: '' }],
    ['a</think>b', { reasoning: '', text: 'a</think>b' }],
    ['  indented', { reasoning: '', text: '  indented' }],
  ])('split %j', (content, expected) => {
    expect(split([content])).toEqual(expected);
    expect(split(Array.from(content))).toEqual(expected);
  });

  it('split the same however the content is cut', () => {
    const piece = fc.constantFrom('<think>', '</think>', '<', '/', 'think>', 'a', ' ', '\n', '世');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), fc.nat(20), (pieces, place) => {
        const content = pieces.join('');
        const whole = split([content]);
        expect(split(pieces)).toEqual(whole);
        expect(split([content.slice(0, place), content.slice(place)])).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});
