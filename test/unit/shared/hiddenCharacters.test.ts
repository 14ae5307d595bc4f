import { describe, expect, it } from 'vitest';
import { HiddenCharacters, withoutHidden } from '../../../src/shared/hiddenCharacters.ts';

/** The names of those in the text, whole and cut at every code unit. */
function namesIn(text: string): readonly (readonly string[])[] {
  const whole = new HiddenCharacters();
  whole.add(text);
  const cut = new HiddenCharacters();
  text.split('').forEach((unit) => cut.add(unit));
  return [whole.names, cut.names];
}

describe('hidden characters', () => {
  // Rows: T30
  it.each([
    ['marks of direction', 'a\u202E\u2066\u061C', ['U+202E', 'U+2066', 'U+061C']],
    ['no width', 'a\u200B\u2060\uFEFF', ['U+200B', 'U+2060', 'U+FEFF']],
    ['invisible operators', 'a\u2062\u2064', ['U+2062', 'U+2064']],
    ['tags', 'a\u{E0041}', ['U+E0041']],
    ['fillers, which may be names', 'const {\u3164,\uFFA0,\u115F}', ['U+3164', 'U+FFA0', 'U+115F']],
    ['variation selectors, which may spell a program', 'eval(s`\u{E0101}\uFE05`)', ['U+E0101', 'U+FE05']],
    ['a selector in a name', 'let a\uFE0F = 1', ['U+FE0F']],
    ['soft hyphens and joiners', 'git\u00ADhub\u034F', ['U+00AD', 'U+034F']],
    ['separators and blanks', 'a\u2028b\u2800', ['U+2028', 'U+2800']],
    ['beside emoji', '⚠️\u200B', ['U+200B']],
  ])('are known: %s', (_, text, names) => {
    expect(namesIn(text)).toEqual([names, names]);
    expect(new HiddenCharacters().add(withoutHidden(text))).toBe(false);
  });

  it.each(['⚠️ ✔️ ❤️ ☁️', '👍🏽', 'naïve café', '中文，日本語、한국어', 'ไทย हिन्दी العربية', 'a\tb\r\nc\u00A0d'])(
    'are none: %j',
    (text) => {
      expect(namesIn(text)).toEqual([[], []]);
      expect(withoutHidden(text)).toBe(text);
    },
  );
});
