// Takes lines of the file away that an answer repeats around the code that it was asked for. Pure.
import type { EditTarget } from './editTarget.ts';

/** Fewer lines that are not blank may be there by chance, unless they say a lot. */
const leastRepeated = 2;
const longLine = 8;
/** Lines of the file that are looked at, before and behind: more are never sent along. */
const mostRepeated = 120;

/** The code without what stands in the file right before and behind the target already. */
export function withoutSurroundings(code: string, { text, start, end, code: original }: EditTarget): string {
  const before = text.slice(0, start).split('\n').slice(0, -1).slice(-mostRepeated);
  const after = text.slice(end).split('\n').slice(1).slice(0, mostRepeated);
  const own = original.split('\n');
  const lines = code.split('\n');
  const depth = depthOf(own);
  const isNeeded = (repeated: readonly string[]): boolean => depthOf(lines) - depthOf(repeated) !== depth;
  const head = repeatedHead(lines, before, own, isNeeded);
  const tail = repeatedHead(lines.slice(head).reverse(), after.toReversed(), own.toReversed(), isNeeded);
  return lines.slice(head, lines.length - tail).join('\n');
}

/** How many lines at the beginning of `lines` are the last ones of `before`, and no part of the code. */
function repeatedHead(
  lines: readonly string[],
  before: readonly string[],
  own: readonly string[],
  isNeeded: (repeated: readonly string[]) => boolean,
): number {
  for (let count = Math.min(before.length, lines.length - 1); count > 0; count -= 1) {
    const repeated = before.slice(before.length - count).map((line) => line.trim());
    if (repeated.every((line, index) => line === lines[index]?.trim())) {
      const begin = own.map((line) => line.trim());
      const isOwn = repeated.every((line, index) => line === begin[index]);
      // What goes on as the code itself begins is no chance.
      const goesOn = lines[count]?.trim() === begin[0] && begin[0] !== repeated[0];
      return !isOwn && isRepetition(repeated, goesOn, isNeeded) ? count : 0;
    }
  }
  return 0;
}

function isRepetition(
  repeated: readonly string[],
  goesOn: boolean,
  isNeeded: (repeated: readonly string[]) => boolean,
): boolean {
  const said = repeated.filter((line) => line !== '');
  const saysMuch = said.length >= leastRepeated || said.some((line) => line.length >= longLine && /\w/.test(line));
  return saysMuch || (said.length > 0 && (goesOn || !isNeeded(said)));
}

/** How many brackets more the lines open than they close. */
function depthOf(lines: readonly string[]): number {
  let depth = 0;
  for (const line of lines) {
    for (const [bracket] of line.matchAll(/[()[\]{}]/g)) {
      depth += '([{'.includes(bracket) ? 1 : -1;
    }
  }
  return depth;
}
