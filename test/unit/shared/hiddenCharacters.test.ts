// Which characters count as hidden: those that change what is meant unseen, not those that scripts and emoji are written with.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasHidden, HiddenCharacters } from '../../../src/shared/hiddenCharacters.ts';

const atHome = [
  '👨‍👩‍👧‍👦',
  '👩🏽‍🦰',
  '🧑🏿‍🤝‍🧑🏻',
  '🏳️‍🌈',
  '⚠️ careful',
  '1️⃣ first, #️⃣',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  'می‌خواهم',
  'क्‍ष',
  'ශ්‍රී',
  '葛\u{E0100}',
  'ภาษา\u200Bไทย',
  '™️ ✔︎ ①︎',
  'العربية שלום 한국어 🇮🇩',
  'a\tb\r\nc\f',
];

const hidden = [
  ['a\u00ADb', 'U+00AD'],
  ['a\u200Bb', 'U+200B'],
  ['a\u200Cb', 'U+200C'],
  ['\u202Eabc', 'U+202E'],
  ['a\u2066b', 'U+2066'],
  ['// a\u2028run()', 'U+2028'],
  ['a\u0085b', 'U+0085'],
  ['const \u3164 = 1', 'U+3164'],
  ['a\uFE00', 'U+FE00'],
  ['a1\uFE0F = 2', 'U+FE0F'],
  ['😀\u{E0101}', 'U+E0101'],
  ['葛\u{E0100}\u{E0101}', 'U+E0101'],
  ['\uFEFFa', 'U+FEFF'],
  ['a\u2060b', 'U+2060'],
  ['a\u001B[31m', 'U+001B'],
  ['a\u061Cb', 'U+061C'],
  ['ا\u200C\u200Cب', 'U+200C'],
  ['👩\u200D\u200D', 'U+200D'],
  ['\u{E0041}', 'U+E0041'],
  ['a\u2800b', 'U+2800'],
  ['a\u2062b', 'U+2062'],
  ['git\u034Fhub', 'U+034F'],
  ['{\uFFA0}', 'U+FFA0'],
  ['⚠️\u200B', 'U+200B'],
  [`🏴${'\u{E0067}'.repeat(9)}`, 'U+E0067'],
] as const;

function found(pieces: readonly string[]): readonly string[] {
  const characters = new HiddenCharacters();
  pieces.forEach((piece) => characters.add(piece));
  return characters.names;
}

// Rows: T29, T30
describe('hidden characters', () => {
  it.each(atHome)('are not in %j', (text) => {
    expect([hasHidden(text), found([text])]).toEqual([false, []]);
  });

  it.each(hidden)('are in %j: %s', (text, name) => {
    expect([hasHidden(text), found([text])]).toEqual([true, [name]]);
  });

  it('are the same wherever the text is cut', () => {
    const texts = fc.array(fc.constantFrom(...atHome, ...hidden.map(([text]) => text), 'x', '1', '\n'), {
      maxLength: 6,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(texts, cuts, (parts, lengths) => {
        const text = `${parts.join('')}\n`;
        const pieces: string[] = [];
        for (let start = 0; start < text.length;) {
          const length = lengths[pieces.length % lengths.length] ?? 1;
          pieces.push(text.slice(start, start + length));
          start += length;
        }
        expect(found(pieces)).toEqual(found([text]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('are named up to twenty kinds, and looked for once', () => {
    const all = Array.from({ length: 256 }, (_, index) => `x${String.fromCodePoint(0xe0000 + index)}`).join('');
    expect(found([all])).toHaveLength(20);
    const startedAt = performance.now();
    found([all.repeat(2_000)]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
