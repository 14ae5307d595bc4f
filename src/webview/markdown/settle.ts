// Decides how many blocks of a growing text can no longer change, whatever text follows.
import type { Block } from './parser.ts';

/** A line that begins like this may open a list or belong to one. */
const listStart = /^[\s\d*+-]/;

/**
 * How many of the blocks are final. `lines` are the lines of the parsed text, of which the last is still growing. A block is final once the
 * next one stands. That one stands when its first line is complete (and the second, if a table may begin), or when a blank line precedes it
 * and it cannot belong to a list.
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

/** True once no further text can change the kind of the block. */
export function isKindKnown(block: Block, lines: readonly string[]): boolean {
  // A line with a bar becomes a table header if the next line is a delimiter row.
  const neededLines = lines[block.startLine]?.includes('|') ? 2 : 1;
  return block.startLine + neededLines < lines.length;
}
