// Applies a proposal to a file that has changed since the proposal was requested. Pure.
import type { LineRange } from './anchoredRange.ts';
import { applyChanges, lineHunks, type TextChange } from './textChanges.ts';

export type MergeResult = { readonly kind: 'merged'; readonly text: string } | { readonly kind: 'conflict' };

/** The lines that a proposal was asked for: of lines that repeat, those are meant. */
export interface Anchors {
  /** In the text when it was asked for. */
  readonly before: LineRange;
  /** In the text of now; undefined where that is not known. */
  readonly now: LineRange | undefined;
}

/**
 * Three-way merge by lines: the changes from `base` to `proposed` are applied to the same lines in `current`. It is a conflict if the user
 * changed a line that the proposal changes, or an adjacent one: refusing is better than misplacing code.
 */
export function mergeProposal(base: string, current: string, proposed: string, { before, now }: Anchors): MergeResult {
  // The same text may have come about in another way: then the lines stand elsewhere.
  if (current === base && (!now || now.start === before.start)) {
    return { kind: 'merged', text: proposed };
  }
  const theirs = now ? hunksAround(base, before, current, now) : lineHunks(base, current);
  const ours = proposedHunks(base, proposed, before);
  const moved: TextChange[] = [];
  for (const hunk of ours) {
    if (theirs.some((other) => hunk.start <= other.end && other.start <= hunk.end)) {
      return { kind: 'conflict' };
    }
    const shift = theirs
      .filter((other) => other.end < hunk.start)
      .reduce((sum, other) => sum + other.text.length - (other.end - other.start), 0);
    moved.push({ start: hunk.start + shift, end: hunk.end + shift, text: hunk.text });
  }
  return { kind: 'merged', text: applyChanges(current, moved) };
}

/** Where nothing was changed outside of the range, the changes are looked for in it alone. */
function proposedHunks(base: string, proposed: string, range: LineRange): readonly TextChange[] {
  const { start, end } = range;
  const grownEnd = end + proposed.length - base.length;
  const isInside =
    grownEnd >= start && proposed.startsWith(base.slice(0, start)) && proposed.slice(grownEnd) === base.slice(end);
  return isInside ? hunksAround(base, range, proposed, { start, end: grownEnd }) : lineHunks(base, proposed);
}

/** The changes before the lines, in them and behind them, each looked for on its own. */
function hunksAround(before: string, old: LineRange, after: string, now: LineRange): readonly TextChange[] {
  const oldPlaces = [0, old.start, behindLine(before, old.end), before.length];
  const newPlaces = [0, now.start, behindLine(after, now.end), after.length];
  return [0, 1, 2].flatMap((part) => {
    const start = oldPlaces[part] ?? 0;
    const was = before.slice(start, oldPlaces[part + 1]);
    const is = after.slice(newPlaces[part], newPlaces[part + 1]);
    return lineHunks(was, is).map((hunk) => ({ ...hunk, start: hunk.start + start, end: hunk.end + start }));
  });
}

function behindLine(text: string, end: number): number {
  return text[end] === '\n' ? end + 1 : end;
}
