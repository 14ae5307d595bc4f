// Text of a chat as Markdown that no previewer loads or runs anything for: pictures and HTML become text, diagrams and formulas stay as
// they are written. Code stays code, byte for byte. What counts as code here must be code to every previewer, or what is in it would be
// alive: so blocks of code are written anew with marks that cannot be mistaken, and inline code is what begins and ends in one line.
import { fencedBlock, infoOf } from './fence.ts';

/** White space, list marks, the fence and what follows it. After backticks there are none. */
const opener = /^([ \t]*)((?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** More would make indented code of a fence. */
const deepestFence = 3;

/** Languages that previewers draw; some look for these words anywhere behind the fence. */
const drawn = /\b(?:mermaid|graphviz|dot|plantuml|puml|vega|geojson|topojson|stl|math|latex|katex)\b/i;

/** One character or mark of a line outside of inline code, as it is to be written. */
const escapes: Readonly<Record<string, string>> = { '<': '&lt;', '![': '\\![', $: '\\$' };

/** A link whose tail ends where it seems to: anything else may swallow the mark at which code begins. */
const plainTail = /\]\([^\s()<>"'`\\]*(?:\([^\s()<>"'`\\]*\)[^\s()<>"'`\\]*)*(?:[ \t]+"[^"`\\]*")?\)/y;

/** An escaped character, a run of backticks, a mark, or as much as is none of them. */
const piece = /\\[!-/:-@[-`{-~]|`+|<|!\[|\]\(|\$|[^\\`<!\]$]+|./suy;

/** For a text of several lines. */
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

/** The same for one line: white space of any kind becomes a blank. */
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
  // A block of an extension of Markdown, which may be a diagram.
  return written.replace(/^([ \t]*):::/, '$1\\:::');
}

function matchAt(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? '';
}

/** Addresses become links by themselves, and swallow the backslash or backtick that makes text or code of what follows: a blank keeps them apart. */
const swallowed = /^(?:\\[<!`]|`|!\[)/;

/** Whether the word that `piece` ends in may be an address. */
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

/** The backticks of a line. Asked from left to right, it looks at each of them once, however many there are. */
class BacktickRuns {
  /** By their length: where they begin, those ahead last. */
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

  /** Where inline code ends that begins at `start` with a run of that length; undefined where the line does not close it. */
  endOfCode(start: number, length: number): number | undefined {
    const starts = this.#ahead.get(length) ?? [];
    while ((starts.at(-1) ?? Infinity) < start + length) {
      starts.pop();
    }
    const closer = starts.at(-1);
    return closer === undefined ? undefined : closer + length;
  }
}

/** `code` with its marks. A bar may be the border of a cell of a table, which ends the code. */
function inertCode(code: string): string {
  return code.includes('|') ? code.replaceAll('<', '&lt;').replaceAll('![', '!\\[').replaceAll('$', '\\$') : code;
}

/** A block of code in a language that may be drawn is a block of text. */
export function inertBlock(code: string, language: string): string {
  const written = infoOf(language);
  return fencedBlock(code, drawn.test(written) ? 'text' : written);
}

/** The line that closes the fence, or the end. */
function findCloser(lines: readonly string[], first: number, fence: string): number {
  const mark = fence.charAt(0);
  const closer = new RegExp(`^[ \\t]*(?:${mark}){${fence.length},}[ \\t]*$`);
  let index = first;
  while (index < lines.length && !closer.test(lines[index] ?? '')) {
    index += 1;
  }
  return index;
}

/** `width`: how far the block was indented. */
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
