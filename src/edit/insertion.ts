// Code that is put in at a cursor, indented as the line of the cursor is. Pure.
import { linesInStrings } from './stringLines.ts';
import { commonStart, indentOf, withoutLastLineEnds } from './lines.ts';

/**
 * @param code lines ending in `\n`
 * @param before what stands before the cursor in its line
 */
export function indentedAt(before: string, code: string, languageId: string): string {
  const lines = withoutLastLineEnds(code).split('\n');
  const inStrings = linesInStrings(lines, languageId);
  const isCode = lines.map((line, index) => line.trim() !== '' && inStrings[index] === false);
  const common = lines
    .filter((_line, index) => isCode[index])
    .map(indentOf)
    .reduce((shared, indent) => commonStart(shared, indent), indentOf(lines.find((line) => line.trim() !== '') ?? ''));
  const indent = indentOf(before);
  const moved = lines.map((line, index) =>
    isCode[index] === true ? (index === 0 ? '' : indent) + line.slice(common.length) : line,
  );
  return moved.join('\n') + code.slice(withoutLastLineEnds(code).length);
}
