// Completes or hides Markdown marks that have only half arrived, so that nothing flickers while a text streams in.

/** A line that so far holds only characters that may open a list item, a heading, a fence, a quote or an underline. */
const bareMarker = /(?:^|\n)[ \t]*(?:[-*+=#~`>]+|\d{1,9}[.)]?)[ \t]*$/;
/** A table's first row, until its delimiter row is complete. */
const unfinishedHead = /(?:^|\n)\|[^\n]*(?:\n[ |:-]*)?$/;
const completeHead = /\n[ |:]*-[ |:-]*\n/;
/** Matched only from the last opening bracket of a line: trying every bracket would take quadratic time. */
const halfLink = /^\[([^\][]*)\]\([^)\s]*$/;

/** Returns `text`, the source of the block that is still growing, as it should be displayed. The result must not be stored. */
export function withoutHalfMarks(text: string): string {
  const shown = (completeHead.test(text) ? text : text.replace(unfinishedHead, '')).replace(bareMarker, '');
  const lineStart = shown.lastIndexOf('\n') + 1;
  return shown.slice(0, lineStart) + closeMarks(shown.slice(lineStart));
}

function closeMarks(line: string): string {
  const openCode = findOpenCode(line);
  if (openCode !== undefined) {
    return line.endsWith(openCode) ? line.slice(0, -openCode.length) : line + openCode;
  }
  const text = withoutHalfLink(line);
  const strongMarks = text.replaceAll(/`[^`]*`/g, '').match(/\*\*/g)?.length ?? 0;
  if (strongMarks % 2 === 0) {
    return text;
  }
  if (text.endsWith('**')) {
    return text.slice(0, -2);
  }
  return text.endsWith('*') ? `${text}*` : `${text.trimEnd()}**`;
}

function withoutHalfLink(line: string): string {
  const start = line.lastIndexOf('[');
  const label = start === -1 ? undefined : halfLink.exec(line.slice(start))?.[1];
  if (label === undefined) {
    return line;
  }
  return line.slice(0, line[start - 1] === '!' ? start - 1 : start) + label;
}

/** The run of backticks that opens a code span which the line does not close. */
function findOpenCode(line: string): string | undefined {
  let open: string | undefined;
  for (const [run] of line.matchAll(/`+/g)) {
    if (open === undefined) {
      open = run;
    } else if (open === run) {
      open = undefined;
    }
  }
  return open;
}
