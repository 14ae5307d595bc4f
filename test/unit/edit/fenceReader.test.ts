import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FenceReader } from '../../../src/edit/fenceReader.ts';
import { fencedBlock } from '../../../src/shared/fence.ts';

function read(pieces: readonly string[]): { code: string; state: string } {
  const reader = new FenceReader();
  const code = pieces.map((piece) => reader.push(piece)).join('') + reader.end();
  return { code, state: reader.state };
}

/** The whole answer, line by line, as the rules are written. */
function readLiterally(answer: string): { code: string; state: string } {
  const lines = answer.split('\n').map((line) => line.replace(/\r$/, ''));
  const opening = lines.findIndex((line) => /^ {0,3}(?:`{3,}[^`]*|~{3,}[^]*)$/.test(line));
  const [, indent = '', marker = ''] = /^( {0,3})(`{3,}|~{3,})/.exec(lines[opening] ?? '') ?? [];
  if (opening === -1) {
    return { code: '', state: 'before' };
  }
  const rest = lines.slice(opening + 1);
  const closing = rest.findIndex((line) => /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1]?.startsWith(marker));
  const code = rest.slice(0, closing === -1 ? rest.length : closing);
  const text = code.map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), '')).join('\n');
  return { code: closing > 0 ? `${text}\n` : text, state: closing === -1 ? 'inside' : 'after' };
}

describe('FenceReader', () => {
  it('gives the code of the first block and ignores what stands around it', () => {
    const answer = 'Here it is:\n\n```ts\nconst a = 1;\n```\n\nAnd more:\n```ts\nconst b = 2;\n```\n';
    expect(read([answer])).toEqual({ code: 'const a = 1;\n', state: 'after' });
  });

  it('reads the same however the answer is cut', () => {
    const lines = fc.constantFrom('a', '``', '```x', '~~~', '', '  indented', '`code`', '````', '\tx');
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1 }), fc.array(fc.nat(80), { maxLength: 8 }), (code, cuts) => {
        const content = `${code.join('\n')}\n`;
        const answer = `Text\n${fencedBlock(content, 'md')}\nrest`;
        const points = [...cuts.filter((cut) => cut < answer.length), answer.length].sort((a, b) => a - b);
        const pieces = points.map((point, index) => answer.slice(index === 0 ? 0 : points[index - 1], point));
        expect(read(pieces)).toEqual({ code: content, state: 'after' });
      }),
    );
  });

  it('reads any lines as a literal reading of the rules does, at every character and at once', () => {
    const line = fc
      .array(fc.constantFrom('`', '```', '~~~', ' ', '   ', '\t', '\r', 'a'), { maxLength: 5 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom('', '\n', '\r\n'), (lines, end) => {
        const answer = lines.join('\n') + end;
        const expected = readLiterally(answer);
        expect(read([answer])).toEqual(expected);
        expect(read(Array.from(answer))).toEqual(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['words', 'abcdefghijklmnop'],
    ['blanks', '                '],
    ['marks', '````````````````'],
    ['other marks', '~~~~~~~~~~~~~~~~'],
    ['returns', '\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r\r'],
  ])('takes a line of a million %s, before the block and inside, in a moment', (_, piece) => {
    const pieces = Array.from({ length: 65_536 }, () => piece);
    const startedAt = process.cpuUsage();
    read([...pieces, 'x`\n', '```\n', ...pieces, 'x\n']);
    const { user, system } = process.cpuUsage(startedAt);
    // A second of the processor; what grows with the square took minutes.
    expect(user + system).toBeLessThan(1_000_000);
  });

  it('gives code before its block has closed, and says that it has not', () => {
    const reader = new FenceReader();
    expect(reader.push('```js\nlet a')).toBe('let a');
    expect(reader.push(' = 1;\n``')).toBe(' = 1;\n');
    expect(reader.state).toBe('inside');
  });

  it('holds back a line that may become the closing fence', () => {
    const reader = new FenceReader();
    expect(reader.push('```\na\n``')).toBe('a\n');
    expect(reader.push('x`` b\n')).toBe('``x`` b\n');
  });

  it('closes with the last line of an answer that lacks its newline', () => {
    expect(read(['```\r\na\r\n```'])).toEqual({ code: 'a\n', state: 'after' });
  });

  it('takes the indentation of the fence off the code', () => {
    expect(read(['  ```\n  a\n    b\n c\n  ```\n']).code).toBe('a\n  b\nc\n');
  });

  it('finds nothing in an answer without code', () => {
    expect(read(['I cannot do that. `inline` code is not a block.'])).toEqual({ code: '', state: 'before' });
  });
});
