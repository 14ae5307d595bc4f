// What is left of a key is a key: pieces of it, in whatever form and with whatever between them, are in no text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedact, redactPatterns } from '../../../src/api/redact.ts';
import { findLeak } from '../../faults/support/leaks.ts';

const key = 'sk-live-q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0Py';
const redact = createRedact(key);

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');
const backwards = (text: string): string => Array.from(text).reverse().join('');
const spread =
  (between: string) =>
  (text: string): string =>
    Array.from(text).join(between);

/** How somebody may write the key, or a piece of it. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'with dots between': spread('.'),
  'with blanks between': spread(' '),
  'on a line each': spread('\n'),
  'with invisible characters between': spread('\u200B'),
  'with Chinese between': spread('和'),
  'with escaped line breaks between': spread('\\r\\n'),
  backwards,
  'backwards with dots between': (text) => spread('·')(backwards(text)),
  'in hexadecimal': hex,
  'in hexadecimal with colons': (text) => hex(text).replaceAll(/(..)/g, '$1:'),
  'in hexadecimal, backwards': (text) => backwards(hex(text)),
  'in percents': (text) => hex(text).replaceAll(/(..)/g, '%$1'),
  'in percents, twice': (text) => encodeURIComponent(hex(text).replaceAll(/(..)/g, '%$1')),
  'in escapes of JSON': (text) => hex(text).replaceAll(/(..)/g, '\\u00$1'),
  'in escapes of JavaScript': (text) => hex(text).replaceAll(/(..)/g, '\\u{$1}'),
  'in octal numbers': (text) => Array.from(text, (one) => `\\${one.charCodeAt(0).toString(8)}`).join(''),
  'in wide characters': (text) => Array.from(text, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join(''),
  'with tags between': (text) => text.replaceAll(/(.{5})/g, '$1<wbr>'),
  'with the colours of a terminal between': (text) => text.replaceAll(/(.{4})/g, '$1\u001B[0;32m'),
  'in entities': (text) => hex(text).replaceAll(/(..)/g, '&#x$1;'),
  'in base64': base64,
  'in base64 after one': (text) => base64(`a${text}z`),
  'in base64 after two': (text) => base64(`ab${text}`),
  'in base64 for addresses': (text) => encodeURIComponent(base64(`?${text}>`)),
  'in base64, backwards': (text) => backwards(base64(text)),
  'backwards in base64': (text) => base64(backwards(text)),
  'in base64 twice': (text) => base64(base64(text)),
  'in base64 twice, shifted': (text) => base64(`a:${base64(`ab${text}`)}`),
  'in base64 twice, shifted otherwise': (text) => base64(`ab${base64(`a${text}`)}`),
  'backwards in base64 twice': (text) => base64(base64(backwards(text))),
};

// Rows: T37
describe.each(Object.entries(forms))('a key %s', (_, write) => {
  it('goes whole, and so does any piece of 16 characters', () => {
    for (let start = 0; start + 16 <= key.length; start += 1) {
      for (const piece of [key.slice(start), key.slice(0, start + 16), key.slice(start, start + 16)]) {
        const clean = redact(`((${write(piece)}))`);
        expect(clean).toContain('[key removed]');
        expect(clean).toMatch(/^\(\(.*\)\)$/s);
        expect(readableIn(clean, write, piece)).toBeUndefined();
      }
    }
  });
});

/** A piece of the key, written so, that is still there. */
function readableIn(text: string, write: (piece: string) => string, of: string): string | undefined {
  const pieces = Array.from({ length: of.length - 11 }, (_, start) => of.slice(start, start + 12));
  return findLeak(text, key) ?? pieces.find((piece) => text.includes(write(piece)));
}

// Rows: T37
describe('a piece', () => {
  it.each(['live-q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0Py', 'q7Xr2Lm9Tz4Vb8Nc1Kd5Wf3Hs6Jg0Py', 'Xr2Lm9Tz4Vb8', '3Hs6Jg0Py-sk'])(
    'is what a gateway shows that cut the key: %s',
    (piece) => {
      const clean = redact(`no such token: ${piece}`);
      expect(clean.includes(piece)).toBe(!key.includes(piece));
    },
  );

  it('of 12 characters goes wherever it stands, and one of 11 is none', () => {
    const longEnough = fc.nat(key.length - 12).map((start) => key.slice(start, start + 12));
    const around = fc.string({ unit: fc.constantFrom(...Array.from(' .,;:!?"\'()[]{}\n世界')), maxLength: 30 });
    fc.assert(
      fc.property(around, longEnough, around, (before, piece, after) => {
        expect(redact(before + piece + after)).not.toContain(piece);
      }),
    );
    for (let start = 9; start + 11 <= key.length; start += 1) {
      const tooShort = key.slice(start, start + 11);
      expect(redact(`(${tooShort})`)).toBe(`(${tooShort})`);
    }
  });

  it('is cut out to its end, and nothing else is', () => {
    expect(redact(`a ${key} b ${key.slice(5, 25)} c`)).toBe('a [key removed] b [key removed] c');
    expect(redact(`${key}${key}`)).not.toMatch(/[\w-]{12}/);
  });
});

describe('a key of another kind', () => {
  it.each([
    'c4"n4\\ry&Q7%41<wE9\'rT2yU8iO3',
    'c4n4ry+Q7wE9/rT2yU8iO3pA==',
    '!!!!----!!!!----',
    'ab-cd-ef-gh-ij-kl-mn-op-qr',
    '0123456789abcdef0123456789abcdef',
    'sk-live-demo-0000000000000000',
    'a%2Fb%2Fc%2Fd%2Fe%2Ff%2Fg%2Fh',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'.repeat(4),
  ])('goes, too: %s', (odd) => {
    const clean = createRedact(odd);
    for (const write of [(text: string) => text, encodeURIComponent, JSON.stringify, base64, hex, backwards]) {
      for (const piece of [odd, odd.slice(3), odd.slice(0, -3)]) {
        expect(readableIn(clean(`(${write(piece)})`), write, piece)).toBeUndefined();
        expect(clean(`(${write(piece)})`)).toContain('[key removed]');
      }
    }
  });

  it.each(['test', 'ollama', 'my-key-1', 'EMPTY'])('goes whole where it is short: %s', (short) => {
    const clean = createRedact(short);
    expect(clean(`Bad key ${short}!`)).toBe('Bad key [key removed]!');
    expect(clean(`Bad key ${encodeURIComponent(short).toUpperCase()}!`)).toBe('Bad key [key removed]!');
    expect(clean(`Bad key ${hex(short)}!`)).not.toContain(hex(short));
    // Letters in a row with punctuation between them are other words.
    expect(clean('t.e-s.t o.l-l.a-m.a my key 1')).toBe('t.e-s.t o.l-l.a-m.a my key 1');
  });

  it('is none under four characters', () => {
    expect(createRedact('abc', undefined, '')('abc, a, b')).toBe('abc, a, b');
  });

  it('of many zeros leaves zeros alone', () => {
    const clean = createRedact('sk-live-demo-0000000000000000');
    expect(clean('0.000000000000, 000000000000000000')).toBe('0.000000000000, 000000000000000000');
    expect(clean('(demo-0000000000000000)')).toBe('([key removed])');
  });
});

it('several secrets go, each', () => {
  const clean = createRedact(key, 'token0fAnAddr3ss');
  expect(clean(`/v1/token0fAnAddr3ss/models with ${key.slice(8)}`)).toBe('/v1/[key removed]/models with [key removed]');
});

describe('other text', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 });

  it('stays as it is without a secret in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(redact(text)).toBe(redactPatterns(text));
      }),
    );
    const prose = 'The server had a problem: %41 \\u0041 &#65; "x" C:\\new\\table https://a.example/?q=%20 1,2,3 🙂';
    expect(redact(prose)).toBe(prose);
  });

  it('takes a time that grows with its length only, whatever a gateway sends', () => {
    const size = 400_000;
    const hostile = [
      key,
      key.slice(0, 11),
      key.slice(1),
      '%25',
      '\\',
      '&#x00000',
      '%41',
      '0',
      'sk-',
      `${spread('.')(key)} `,
      hex(key),
    ];
    for (const part of hostile) {
      const time = (length: number): number => {
        const text = part.repeat(length / part.length);
        const startedAt = performance.now();
        redact(text);
        return performance.now() - startedAt;
      };
      time(size / 8);
      // Eight times the text takes 64 times as long where each character is compared with each other.
      expect([part, time(size) < 30 * Math.max(20, time(size / 8))]).toEqual([part, true]);
    }
  });
});
