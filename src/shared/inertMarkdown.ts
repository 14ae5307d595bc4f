// Rewrites the text of a chat as Markdown for which no previewer loads or runs anything: images and HTML become text, diagrams and
// formulas stay source text. Code stays code, byte for byte. What counts as code here must be code to every previewer, or its contents
// would be active: so code blocks are written again with fences that cannot be mistaken, and inline code must begin and end on one line.
import { fencedBlock, infoOf } from './fence.ts';

/** Its groups are white space, list marks, the fence and the info string, which contains no backtick after a fence of backticks. */
const opener = /^([ \t]*)((?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** Longest indentation of a fence, in characters. A longer one would turn the fence into indented code. */
const deepestFence = 3;

/** Languages that previewers render. Some of them look for these words anywhere in the info string. */
const drawn = /\b(?:mermaid|graphviz|dot|plantuml|puml|vega|geojson|topojson|stl|math|latex|katex)\b/i;

/** The replacement for each mark outside of inline code. */
const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '![': '\\![', $: '\\$' };

/** The tail of a link that certainly ends where it seems to. Any other tail may include the backtick with which code begins. */
const plainTail = /\]\([^\s()<>"'`\\]*(?:\([^\s()<>"'`\\]*\)[^\s()<>"'`\\]*)*(?:[ \t]+"[^"`\\]*")?\)/y;

/** An escaped character, a run of backticks, a mark, or the longest text without any of these. */
const piece = /\\[!-/:-@[-`{-~]|`+|<|!\[|\]\(|\$|[^\\`<!\]$]+|./suy;

/** Makes a text of several lines inert. */
export function inertMarkdown(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  const written: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, indent = '', listMarks = '', fence = '', info = ''] = opener.exec(line) ?? [];
    if (fence === '') {
      written.push(inertLine(line));
      continue;
    }
    const end = findCloser(lines, index + 1, fence);
    const width = indent.length + listMarks.length;
    if (listMarks !== '') {
      written.push('', (indent + listMarks).trimEnd());
    }
    written.push(codeBlock(lines.slice(index + 1, end), width, info));
    index = end;
  }
  return written.join('\n');
}

/** Makes one line inert. Line ends in it become blanks. */
export function inertLine(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  const runs = new BacktickRuns(line);
  let written = '';
  let position = 0;
  let isInAddress = false;
  while (position < line.length) {
    const mark = matchAt(piece, line, position);
    const codeEnd = mark.startsWith('`') ? runs.endOfCode(position, mark.length) : undefined;
    const end = codeEnd ?? position + mark.length;
    const inert = codeEnd === undefined ? inertMark(mark, line, position) : inertCode(line.slice(position, end));
    written += (isInAddress && swallowed.test(mark) ? ' ' : '') + inert;
    isInAddress = codeEnd === undefined ? mayBeInAddress(mark, isInAddress) : isInAddress;
    position = end;
  }
  // `:::` begins a block of a Markdown extension, which may be a diagram.
  return written.replace(/^([ \t]*):::/, '$1\\:::');
}

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? '';
}

/**
 * Marks that an address would swallow. Previewers turn addresses into links, which may include the backslash or backtick that makes the
 * following text inert; a blank keeps them apart.
 */
const swallowed = /^(?:\\[<!`]|`|!\[)/;

/** Whether the last word of `piece` may be part of an address. */
function mayBeInAddress(piece: string, isInAddress: boolean): boolean {
  const last = piece.split(/\s/).at(-1) ?? '';
  return /[/?#@:]|www\./i.test(last) || (isInAddress && last === piece);
}

function inertMark(mark: string, line: string, position: number): string {
  if (mark === '](') {
    return matchAt(plainTail, line, position) === '' ? ']\\(' : mark;
  }
  return mark.startsWith('`') ? '\\`'.repeat(mark.length) : (escapes[mark] ?? mark);
}

/** The runs of backticks in a line. If asked from left to right, it looks at each run once, however many there are. */
class BacktickRuns {
  /** The indexes at which runs begin, by the length of the run. Within each list the leftmost index is last. */
  readonly #ahead = new Map<number, number[]>();

  constructor(line: string) {
    const found = [...line.matchAll(/`+/g)].reverse();
    for (const { 0: run, index } of found) {
      const starts = this.#ahead.get(run.length);
      if (starts === undefined) {
        this.#ahead.set(run.length, [index]);
      } else {
        starts.push(index);
      }
    }
  }

  /** The end of the inline code that begins at `start` with a run of `length` backticks; undefined where the line does not close it. */
  endOfCode(start: number, length: number): number | undefined {
    const starts = this.#ahead.get(length) ?? [];
    while ((starts.at(-1) ?? Infinity) < start + length) {
      starts.pop();
    }
    const closer = starts.at(-1);
    return closer === undefined ? undefined : closer + length;
  }
}

/** `code` includes its backticks. A bar in it may be the border of a table's cell, which ends the code, so its contents are escaped. */
function inertCode(code: string): string {
  return code.includes('|') ? code.replaceAll('<', '&lt;').replaceAll('![', '!\\[').replaceAll('$', '\\$') : code;
}

/** Writes a code block. A language that previewers may render is replaced by `text`. */
export function inertBlock(code: string, language: string): string {
  const written = infoOf(language);
  return fencedBlock(code, drawn.test(written) ? 'text' : written);
}

/** The index of the line that closes the fence; the number of lines where none does. */
function findCloser(lines: readonly string[], first: number, fence: string): number {
  const mark = fence.charAt(0);
  const closer = new RegExp(`^[ \\t]*(?:${mark}){${fence.length},}[ \\t]*$`);
  let index = first;
  while (index < lines.length && !closer.test(lines[index] ?? '')) {
    index += 1;
  }
  return index;
}

/** `width` is the indentation of the block, in characters. */
function codeBlock(lines: readonly string[], width: number, info: string): string {
  const indentation = new RegExp(`^[ \\t]{0,${width}}`);
  const code = lines.map((line) => line.replace(indentation, '')).join('\n');
  const language = /^[^\s`]*/.exec(info.trim())?.[0] ?? '';
  const indent = ' '.repeat(Math.min(deepestFence, width));
  return inertBlock(code, language)
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
}
