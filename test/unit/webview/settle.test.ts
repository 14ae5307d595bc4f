// Which blocks of a growing text count as closed.
import { describe, expect, it } from 'vitest';
import { MarkdownParser } from '../../../src/webview/markdown/parser.ts';
import { countSettledBlocks } from '../../../src/webview/markdown/settle.ts';

function count(text: string): number {
  return countSettledBlocks(new MarkdownParser().parse(text).blocks, text.split('\n'));
}

describe('countSettledBlocks', () => {
  it.each([
    ['', 0],
    ['One paragraph', 0],
    ['One paragraph\n\n', 0],
    ['One\n\nTwo', 1],
    ['One\n\n`', 1],
  ])('closes what a new paragraph follows: %j', (text, expected) => {
    expect(count(text)).toBe(expected);
  });

  it.each([
    ['One\n#', 0],
    ['One\n# Heading', 0],
    ['One\n# Heading\n', 1],
    ['- item\n\n-', 0],
    ['1. item\n\n2', 0],
    ['One\n| a | b |\n|---|---|', 0],
    ['One\n| a | b |\n|---|---|\n', 1],
  ])('waits while the next line may belong to it: %j', (text, expected) => {
    expect(count(text)).toBe(expected);
  });

  it('closes what two blocks follow, however unfinished the last is', () => {
    expect(count('One\n# Two\n-')).toBe(1);
  });
});
