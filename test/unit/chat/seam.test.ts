// The seam between an answer that was cut off and its rest: repetitions go, everything else stays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsInFence, Seam, withoutRepetition } from '../../../src/chat/seam.ts';

interface Case {
  readonly name: string;
  readonly before: string;
  readonly rest: string;
  /** The two together. */
  readonly joined: string;
}

const fence = '```';

const repetitions: readonly Case[] = [
  { name: 'the last word', before: 'one two three ', rest: 'three four', joined: 'one two three four' },
  { name: 'the last word with its space', before: 'one two three', rest: ' three four', joined: 'one two three four' },
  {
    name: 'the last words',
    before: 'The quick brown fox',
    rest: 'quick brown fox jumps.',
    joined: 'The quick brown fox jumps.',
  },
  { name: 'the beginning of a word', before: 'The quick bro', rest: 'brown fox', joined: 'The quick brown fox' },
  { name: 'two letters of a word', before: 'The quick br', rest: 'brown fox', joined: 'The quick brown fox' },
  {
    name: 'a whole sentence',
    before: 'It works.\n\nThe sum is',
    rest: 'The sum is 4.',
    joined: 'It works.\n\nThe sum is 4.',
  },
  { name: 'words after dots', before: 'The sum of both is', rest: '... both is 4.', joined: 'The sum of both is 4.' },
  {
    name: 'words after an empty line',
    before: 'The sum of both is',
    rest: '\n\nThe sum of both is 4.',
    joined: 'The sum of both is 4.',
  },
  {
    name: 'a paragraph',
    before: 'First.\n\nThis is the second.\n\n',
    rest: 'This is the second.\n\nThird.',
    joined: 'First.\n\nThis is the second.\n\nThird.',
  },
  { name: 'the mark of a list item', before: '- one\n- ', rest: '- two\n', joined: '- one\n- two\n' },
  {
    name: 'an unfinished line of code',
    before: 'if (a) {\n    cou',
    rest: '    count += 1;\n}',
    joined: 'if (a) {\n    count += 1;\n}',
  },
  { name: 'an indentation', before: 'if a:\n    ', rest: '    b()\n', joined: 'if a:\n    b()\n' },
  {
    name: 'Chinese',
    before: '天空是蓝色的，因为阳光',
    rest: '因为阳光被散射。',
    joined: '天空是蓝色的，因为阳光被散射。',
  },
  {
    name: 'the opening of the block',
    before: `Look:\n${fence}ts\nconst a = 1;\n`,
    rest: `${fence}ts\nconst b = 2;\n${fence}\n`,
    joined: `Look:\n${fence}ts\nconst a = 1;\nconst b = 2;\n${fence}\n`,
  },
  {
    name: 'the opening of the block and an unfinished line',
    before: `${fence}ts\nconst a = 1;\n  const b`,
    rest: `${fence}typescript\n  const b = 2;\n${fence}`,
    joined: `${fence}ts\nconst a = 1;\n  const b = 2;\n${fence}`,
  },
  {
    name: 'the whole block',
    before: `Look:\n\n${fence}ts\nconst a = 1;\nconst b`,
    rest: `${fence}ts\nconst a = 1;\nconst b = 2;\n`,
    joined: `Look:\n\n${fence}ts\nconst a = 1;\nconst b = 2;\n`,
  },
  {
    name: 'half an opening',
    before: `Look:\n${fence}t`,
    rest: `${fence}ts\nlet a;`,
    joined: `Look:\n${fence}ts\nlet a;`,
  },
];

const noRepetitions: readonly Omit<Case, 'joined'>[] = [
  { name: 'the next word', before: 'one two three', rest: ' four' },
  { name: 'the rest of a word', before: 'coco', rest: 'nut' },
  { name: 'a word that begins alike', before: 'an', rest: ' answer' },
  { name: 'a letter that comes twice', before: 'le', rest: 'et' },
  { name: 'closing braces', before: 'a {\n  b {\n    c\n  }\n', rest: '}\n' },
  { name: 'closing words of less indentation', before: 'if a\n  if b\n    c\n  end\n', rest: 'end\n' },
  { name: 'a short line that comes twice', before: '[\n  null,\n', rest: '  null,\n]' },
  { name: 'zeros in a row', before: '[0, 0, 0, ', rest: '0, 0, 1]' },
  { name: 'laughter', before: 'ha ha ha', rest: ' ha ha!' },
  { name: 'marks alone', before: 'Text\n**', rest: '**bold**' },
  { name: 'the end of the block', before: `${fence}ts\nlet a;\n`, rest: `${fence}\n\nDone.` },
  { name: 'a new block', before: `${fence}ts\nlet a;\n${fence}\n\n`, rest: `${fence}ts\nlet b;\n${fence}` },
  { name: 'a block within a longer one', before: '````md\nText\n', rest: `${fence}ts\nlet a;\n${fence}\n` },
  { name: 'nothing', before: 'one', rest: '' },
  { name: 'the beginning of an answer', before: '', rest: 'one' },
];

/** Joined as a stream brings it, in the given pieces. */
function join(before: string, pieces: readonly string[]): string {
  const seam = new Seam(before);
  return before + pieces.map((piece) => seam.push(piece)).join('') + seam.end();
}

describe('the seam of a continued answer', () => {
  it.each(repetitions)('takes $name once', ({ before, rest, joined }) => {
    expect(before + withoutRepetition(before, rest)).toBe(joined);
  });

  it.each(noRepetitions)('leaves $name as it is', ({ before, rest }) => {
    expect(withoutRepetition(before, rest)).toBe(rest);
  });

  it.each([...repetitions, ...noRepetitions])('is the same letter by letter: $name', ({ before, rest }) => {
    expect(join(before, rest.split(/(?:)/u))).toBe(before + withoutRepetition(before, rest));
  });

  it('gives what is no repetition at once', () => {
    const seam = new Seam('one two three');
    expect(seam.push(' four')).toBe(' four');
    expect(seam.push(' three')).toBe(' three');
    expect(seam.end()).toBe('');
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '`', '```', 'ts', '{', '…', '好') });

  it('only ever cuts the beginning, and the same however it arrives', () => {
    fc.assert(
      fc.property(text, fc.array(text), (before, pieces) => {
        const rest = pieces.join('');
        const added = withoutRepetition(before, rest);
        expect(rest.endsWith(added)).toBe(true);
        expect(join(before, pieces)).toBe(before + added);
      }),
    );
  });

  it.each([
    ['zeros', '0'.repeat(4_000_000), '0'.repeat(16)],
    ['line ends', '\n'.repeat(4_000_000), '\n'],
    ['lines', '0\n'.repeat(2_000_000), '0\n'],
    ['words', 'all work and no play '.repeat(200_000), 'all work and no play '],
    ['fences', `${fence}\n`.repeat(1_000_000), `${fence}\n`],
    ['dots', 'text', '.'.repeat(16)],
    ['blanks', 'text', ' '.repeat(16)],
    ['letters', 'ab'.repeat(2_000_000), 'ab'.repeat(8)],
    ['marks of a fence', `${fence}ts\n`, '`'.repeat(16)],
  ])('of an answer that loops is found in a moment: %s', (_, before, piece) => {
    const pieces = Array.from({ length: 20_000 }, () => piece);
    const startedAt = process.cpuUsage();
    const joined = join(before, pieces);
    const { user, system } = process.cpuUsage(startedAt);
    expect(joined.length).toBeGreaterThan(before.length);
    // Two seconds of the processor in all; what is looked at again with each piece took minutes.
    expect(user + system).toBeLessThan(2_000_000);
  });

  it('finds the words of a sentence again, wherever it was cut', () => {
    const sentence = 'A stream that ends without its finish may be incomplete, so the client asks for the rest of it.';
    fc.assert(
      fc.property(fc.integer({ min: 12, max: sentence.length - 1 }), fc.integer({ min: 2, max: 5 }), (cut, words) => {
        const before = sentence.slice(0, cut);
        const repeated = before.trimEnd().split(' ').slice(-words).join(' ');
        const start = before.lastIndexOf(repeated);
        expect(before + withoutRepetition(before, sentence.slice(start))).toBe(sentence);
      }),
    );
  });

  it.each([
    ['text', false],
    [`${fence}ts\nlet a`, true],
    [`${fence}ts\nlet a\n${fence}`, false],
    [`${fence}ts\nlet a\n${fence}\n\n~~~\nb`, true],
    [`- item\n  ${fence}ts\n  let a`, true],
    ['````md\n```\n', true],
    ['`inline`', false],
    ['```inline``` text', false],
    [`text\r${fence}ts\rlet a`, true],
    [`text\r\n${fence}ts\r\nlet a\r\n${fence}\r\n`, false],
  ])('knows whether %j ends in a fence', (value, isOpen) => {
    expect(endsInFence(value)).toBe(isOpen);
  });

  it('knows it at once of many line ends of any kind', () => {
    for (const lineEnd of ['\r', '\u2028', '\u2029', '\n', '\r\n', ' \r\t']) {
      const startedAt = performance.now();
      expect(endsInFence(lineEnd.repeat(60_000 / lineEnd.length))).toBe(false);
      expect([lineEnd, performance.now() - startedAt < 1_000]).toEqual([lineEnd, true]);
    }
  });
});
