// Reads the fenced blocks of a whole answer, also those in lists and quotes, and where it can be read in several ways. Pure.
// Models nest fences of one length, though https://spec.commonmark.org/0.31.2/#fenced-code-blocks says that the first one closes.

/** A line that opens or closes a block. */
interface Fence {
  readonly line: number;
  /** What stands before it: indentation, and the marks of lists and quotes. */
  readonly prefix: string;
  readonly mark: string;
  readonly length: number;
  /** What follows it; empty where it may close a block. */
  readonly info: string;
}

export interface AnswerBlock {
  /** The first word of its info string, in lower case. */
  readonly language: string;
  readonly code: string;
  readonly isClosed: boolean;
}

export interface AnswerBlocks {
  readonly blocks: readonly AnswerBlock[];
  /** Everything between the first fence and the last, where the fences between them may be part of the code. */
  readonly whole: AnswerBlock | undefined;
  /** Whether the fences leave no doubt about what belongs to which block. */
  readonly isClear: boolean;
  /** Whether anything but blanks follows the last block. */
  readonly hasTextAfter: boolean;
}

/** Longer ones are no mark of a list. In characters. */
const longestPrefix = 100;
const prefixPattern = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)]))*[ \t]*$/;

export function readBlocks(answer: string): AnswerBlocks {
  const lines = answer.split(/\r\n?|\n/);
  const fences = lines.flatMap((text, line) => fenceIn(text, line) ?? []);
  const first = fences[0];
  if (!first) {
    return { blocks: [], whole: undefined, isClear: true, hasTextAfter: false };
  }
  const flat = pairs(fences, { isNested: false });
  const nested = pairs(fences, { isNested: true });
  const isSame = flat.length === nested.length && flat.every(({ to }, index) => to === nested[index]?.to);
  const isOnlyNested = areClosed(nested) && !areClosed(flat);
  const chosen = isOnlyNested ? nested : flat;
  const last = fences.at(-1);
  const hasInner = chosen.length > 1 || chosen.some(({ to }) => to === undefined);
  const end = chosen.at(-1)?.to;
  return {
    blocks: chosen.map((pair) => toBlock(lines, pair)),
    whole: hasInner && last && closes(last, first) ? toBlock(lines, { from: first, to: last.line }) : undefined,
    isClear: isSame || areClosed(flat) !== areClosed(nested),
    hasTextAfter: end !== undefined && lines.slice(end + 1).some((line) => line.trim() !== ''),
  };
}

interface Pair {
  readonly from: Fence;
  /** The line of the closing fence; undefined where there is none. */
  readonly to: number | undefined;
}

function pairs(fences: readonly Fence[], { isNested }: { readonly isNested: boolean }): readonly Pair[] {
  const found: Pair[] = [];
  let open: Fence | undefined;
  let depth = 0;
  for (const fence of fences) {
    if (!open) {
      open = fence;
      depth = 1;
    } else if (closes(fence, open)) {
      depth -= 1;
      if (depth === 0) {
        found.push({ from: open, to: fence.line });
        open = undefined;
      }
    } else if (isNested && isBeside(fence, open)) {
      depth += 1;
    }
  }
  return open ? [...found, { from: open, to: undefined }] : found;
}

function areClosed(found: readonly Pair[]): boolean {
  return found.every(({ to }) => to !== undefined);
}

function closes(fence: Fence, open: Fence): boolean {
  return isBeside(fence, open) && fence.info === '' && fence.line > open.line;
}

/** Whether a fence behind another one is none of its lines: in as many quotes, and not behind the mark of a list, as in a comment with stars. */
function isBeside(fence: Fence, open: Fence): boolean {
  const isLongEnough = fence.mark === open.mark && fence.length >= open.length;
  return isLongEnough && fence.prefix.replaceAll(/[ \t]/g, '') === open.prefix.replaceAll(/[^>]/g, '');
}

function fenceIn(text: string, line: number): Fence | undefined {
  const start = text.search(/```|~~~/);
  if (start === -1 || start > longestPrefix) {
    return undefined;
  }
  const prefix = text.slice(0, start);
  const mark = text.charAt(start);
  const marked = text.slice(start);
  const length = marked.length - marked.replace(mark === '`' ? /^`+/ : /^~+/, '').length;
  const info = marked.slice(length).trim();
  const isFence = prefixPattern.test(prefix) && !(mark === '`' && info.includes('`'));
  return isFence ? { line, prefix, mark, length, info } : undefined;
}

function toBlock(lines: readonly string[], { from, to }: Pair): AnswerBlock {
  const inner = lines.slice(from.line + 1, to).map((text) => withoutPrefix(text, from.prefix));
  const [language = ''] = from.info.toLowerCase().split(/[\s{,]/);
  const code = inner.join('\n');
  const glued = to === undefined ? withoutGluedFence(code, from) : undefined;
  return { language, code: glued ?? code, isClosed: to !== undefined || glued !== undefined };
}

/** Without the marks of quotes, and without as much white space as the fence stands to the right. */
function withoutPrefix(text: string, prefix: string): string {
  let rest = text;
  for (const mark of prefix) {
    const isSpace = mark !== '>';
    if (isSpace && !/^[ \t]/.test(rest)) {
      continue;
    }
    rest = rest.startsWith(isSpace ? rest.charAt(0) : mark) ? rest.slice(1) : rest;
  }
  return rest;
}

/** Models glue the last fence to the last line; undefined where they did not. */
function withoutGluedFence(code: string, { mark, length }: Fence): string | undefined {
  const trimmed = code.trimEnd();
  const fence = mark.repeat(length);
  return trimmed.endsWith(fence) && !trimmed.endsWith(`\n${fence}`) ? trimmed.slice(0, -length) : undefined;
}
