// How much of a growing text can no longer change its meaning, whatever comes next.
import type { Block } from './parser.ts';

/** The characters at which a line of a list, or one that goes on in it, may begin. */
const listStart = /^[\s\d*+-]/;

/**
 * How many of the blocks are closed for good. `lines` are those of the parsed text; the last one is still being
 * written. A block is closed once the next one stands, and that one stands when its first line is complete (and
 * the second, where a table may begin), or when a blank line comes before it and it cannot be part of a list.
 */
export function countSettledBlocks(blocks: readonly Block[], lines: readonly string[]): number {
  const last = blocks.at(-1);
  if (!last) {
    return 0;
  }
  return Math.max(0, isStanding(last, lines) ? blocks.length - 1 : blocks.length - 2);
}

function isStanding(block: Block, lines: readonly string[]): boolean {
  const isAfterBlankLine = lines[block.startLine - 1]?.trim() === '';
  const firstLine = lines[block.startLine] ?? '';
  if (isAfterBlankLine && firstLine !== '' && !listStart.test(firstLine)) {
    return true;
  }
  return isKindKnown(block, lines);
}

/** True once no more text can make another kind of block of this one. */
export function isKindKnown(block: Block, lines: readonly string[]): boolean {
  // A line with a bar turns into the head of a table when the next one underlines it.
  const neededLines = lines[block.startLine]?.includes('|') ? 2 : 1;
  return block.startLine + neededLines < lines.length;
}
