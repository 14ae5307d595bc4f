// What to show of a text that breaks off in the middle of a mark, so that nothing flickers while it arrives.

/** A line that so far holds only what will open a list item, heading, fence or underline. */
const bareMarker = /(?:^|\n)[ \t]*(?:[-*+=#~`>]+|\d{1,9}[.)]?)[ \t]*$/;
/** A table's first row, until its second is complete. */
const unfinishedHead = /(?:^|\n)\|[^\n]*(?:\n[ |:-]*)?$/;
const completeHead = /\n[ |:]*-[ |:-]*\n/;
/** Behind the last opening bracket of a line: to begin at each of them takes a time that grows with the square. */
const halfLink = /^\[([^\][]*)\]\([^)\s]*$/;

/** `text` is the block that is still being written; the result is for display only. */
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

/** The run of backticks that opens a code span which this line does not close. */
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
