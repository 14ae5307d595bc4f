// The lines of a file that are to be replaced, and the file with the replacement in their place. Pure.
import { withoutLastLineEnds } from './lines.ts';

/** Whole lines of a file. All text has `\n` line ends; the code that writes it back must restore the file's own. */
export interface EditTarget {
  /** The file's path as shown to people. */
  readonly label: string;
  readonly languageId: string;
  /** The whole file. */
  readonly text: string;
  /** Offsets in `text`: from the start of the first line to the end of the last, its line end excluded. */
  readonly start: number;
  readonly end: number;
  /** The text between `start` and `end`. */
  readonly code: string;
}

/** Widens `start` and `end` (offsets in the text) to whole lines. An end at the very start of a line does not include that line. */
export function createEditTarget(
  file: { readonly label: string; readonly languageId: string; readonly text: string },
  start: number,
  end: number,
): EditTarget {
  const { text } = file;
  // From -1 on the search would find what stands at 0.
  const firstLine = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const lastCharacter = end > start && text[end - 1] === '\n' ? end - 1 : end;
  const lineEnd = text.indexOf('\n', lastCharacter);
  const wholeEnd = Math.max(firstLine, lineEnd === -1 ? text.length : lineEnd);
  return { ...file, start: firstLine, end: wholeEnd, code: text.slice(firstLine, wholeEnd) };
}

/** The whole file with `replacement` in place of the target's lines. */
export function applyReplacement(target: EditTarget, replacement: string): string {
  const lines = matchIndentation(target.code, withoutLastLineEnds(replacement));
  return target.text.slice(0, target.start) + lines + target.text.slice(target.end);
}

/**
 * Models often return nested code without its outer indentation: if the first line lacks a leading part of the original's indentation,
 * every line gets that part.
 */
function matchIndentation(original: string, replacement: string): string {
  const wanted = firstIndentation(original);
  const given = firstIndentation(replacement);
  if (wanted === given || !wanted.endsWith(given)) {
    return replacement;
  }
  const missing = wanted.slice(0, wanted.length - given.length);
  return replacement
    .split('\n')
    .map((line) => (line === '' ? line : missing + line))
    .join('\n');
}

/** The indentation of the first line that is not blank. */
function firstIndentation(code: string): string {
  const first = code.search(/[^ \t\n]/);
  const indentation = code.slice(code.lastIndexOf('\n', first) + 1, first);
  return first === -1 || /\s/.test(code.charAt(first)) ? '' : indentation;
}
