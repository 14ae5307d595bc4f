// Reads an answer that is a diff of the code instead of the code. Pure.

import { withoutLastLineEnds } from './lines.ts';

/** Of the lines of a unified diff: its heads, which say nothing about the code. */
const head = /^(?:diff --git |index [\da-f]{7,}\.\.|@@ |\\ No newline)/;

/** Each is looked for in all of the code. */
const mostHunks = 500;

export function isDiff(language: string, code: string, languageId: string): boolean {
  if (languageId === 'diff') {
    return false;
  }
  return language === 'diff' || language === 'patch' || /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m.test(code);
}

/** The original with the diff applied; undefined where not all of what the diff takes away or keeps stands in it, once. */
export function applyDiff(diff: string, original: string): string | undefined {
  const lines = original.split('\n');
  const hunks = hunksOf(diff);
  if (hunks.length > mostHunks) {
    return undefined;
  }
  let behind = 0;
  for (const { before, after } of hunks) {
    const place = placeOf(lines, before, behind);
    if (place === undefined) {
      return undefined;
    }
    lines.splice(place, before.length, ...after);
    behind = place + after.length;
  }
  return lines.join('\n');
}

interface Hunk {
  readonly before: string[];
  readonly after: string[];
}

function hunksOf(diff: string): readonly Hunk[] {
  const hunks: Hunk[] = [{ before: [], after: [] }];
  const lines = withoutLastLineEnds(diff).split('\n');
  for (const [index, line] of lines.entries()) {
    const hunk = hunks.at(-1);
    if (head.test(line) || isFileName(lines, index) || isFileName(lines, index - 1)) {
      hunks.push({ before: [], after: [] });
    } else if (line.startsWith('-')) {
      hunk?.before.push(line.slice(1));
    } else if (line.startsWith('+')) {
      hunk?.after.push(line.slice(1));
    } else {
      const kept = line.startsWith(' ') ? line.slice(1) : line;
      hunk?.before.push(kept);
      hunk?.after.push(kept);
    }
  }
  return hunks.filter(({ before, after }) => before.length + after.length > 0);
}

/** The names of both files stand below each other; a comment of two dashes that goes looks like one of them. */
function isFileName(lines: readonly string[], index: number): boolean {
  return lines[index]?.startsWith('--- ') === true && lines[index + 1]?.startsWith('+++ ') === true;
}

/** The only place of these lines from `from` on. */
function placeOf(lines: readonly string[], wanted: readonly string[], from: number): number | undefined {
  const places: number[] = [];
  for (let place = from; place + wanted.length <= lines.length && places.length < 2; place += 1) {
    if (wanted.length > 0 && wanted.every((line, index) => line === lines[place + index])) {
      places.push(place);
    }
  }
  return places.length === 1 ? places[0] : undefined;
}
