// Limits the size of tables before they are parsed: nine lines of a thousand bars make as many cells as a long book has words.
import type { MarkdownIt, StateBlock, Token } from 'markdown-it';
import { limits } from '../../shared/limits.ts';

/**
 * Wraps the parser's own table rule. A table with more columns than the limit is left as text; one with more cells ends early, and is
 * marked for `isCutTable`.
 */
export function boundTables({ block: { ruler } }: MarkdownIt): void {
  const parse = ruler.__rules__.find(({ name }) => name === 'table')?.fn;
  if (parse === undefined) {
    return;
  }
  ruler.at(
    'table',
    (state, startLine, endLine, isSilent) => {
      const columns = countColumns(state, startLine + 1);
      if (columns > limits.panel.columns) {
        return false;
      }
      // The header row and the delimiter row, then as many body rows as the limit of cells allows.
      const bound = startLine + 2 + Math.floor(limits.panel.cells / Math.max(1, columns));
      const isTable = parse(state, startLine, Math.min(endLine, bound), isSilent);
      if (isTable && !isSilent && state.line === bound && isRow(state, bound, endLine)) {
        const opener = state.tokens.findLast(({ type }) => type === 'table_open');
        if (opener) {
          opener.meta = { isCut: true };
        }
      }
      return isTable;
    },
    { alt: ['paragraph', 'reference'] },
  );
}

/** Whether `token` opens a table that the limit of cells has cut off. */
export function isCutTable(token: Token | undefined): boolean {
  return token?.type === 'table_open' && token.meta !== null;
}

/** Counts the columns by the bars of `line`, which would be the delimiter row. */
function countColumns(state: StateBlock, line: number): number {
  const text = state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line] ?? 0).trim();
  let bars = 0;
  for (let at = text.indexOf('|'); at !== -1; at = text.indexOf('|', at + 1)) {
    bars += 1;
  }
  return bars + 1 - Number(text.startsWith('|')) - Number(text.length > 1 && text.endsWith('|'));
}

/** Whether `line` would be one more row of the table. */
function isRow(state: StateBlock, line: number, endLine: number): boolean {
  const isText = line < endLine && !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent;
  const enders = state.md.block.ruler.getRules('blockquote');
  return isText && !enders.some((rule) => rule(state, line, endLine, true));
}
