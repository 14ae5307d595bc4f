import { describe, expect, it } from 'vitest';
import { innermostBlock, type CodeBlock } from '../../../src/edit/innermostBlock.ts';

function block(start: readonly [number, number], end: readonly [number, number], ...children: CodeBlock[]): CodeBlock {
  const [[line, character], [endLine, endCharacter]] = [start, end];
  return { start: { line, character }, end: { line: endLine, character: endCharacter }, children };
}

const variable = block([3, 4], [3, 20]);
const method = block([2, 2], [5, 3], variable);
const owner = block([0, 0], [9, 1], method);
const symbols = [owner, block([11, 0], [11, 30])];

describe('the code around a place', () => {
  it.each([
    ['a method, not the variable in it, which is one line', 3, 5, method],
    ['a method at its first character', 2, 2, method],
    ['a method at its end', 5, 3, method],
    ['a class right before its method', 2, 1, owner],
    ['a class right behind its method', 5, 4, owner],
    ['nothing where a symbol is one line', 11, 3, undefined],
    ['nothing outside', 10, 0, undefined],
  ])('is %s', (_what, line, character, expected) => {
    expect(innermostBlock(symbols, { line, character })).toBe(expected);
  });
});
