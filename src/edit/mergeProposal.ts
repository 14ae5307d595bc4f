// Applies a proposal to a file that has changed since the proposal was requested. Pure.
import { applyChanges, lineHunks, type TextChange } from './textChanges.ts';

export type MergeResult = { readonly kind: 'merged'; readonly text: string } | { readonly kind: 'conflict' };

/** Whole lines of a text, without the last line end. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Three-way merge by lines: the changes from `base` to `proposed` are applied to the same lines in `current`. It is a conflict if the user
 * changed a line that the proposal changes, or an adjacent one: refusing is better than misplacing code.
 * @param range the lines of `base` that the proposal was asked for: of lines that repeat, those are meant
 */
export function mergeProposal(base: string, current: string, proposed: string, range: LineRange): MergeResult {
  if (current === base) {
    return { kind: 'merged', text: proposed };
  }
  const theirs = lineHunks(base, current);
  const ours = proposedHunks(base, proposed, range);
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
function proposedHunks(base: string, proposed: string, { start, end }: LineRange): readonly TextChange[] {
  const behind = base.slice(end);
  const isInside =
    proposed.length >= start + behind.length && proposed.startsWith(base.slice(0, start)) && proposed.endsWith(behind);
  if (!isInside) {
    return lineHunks(base, proposed);
  }
  const lineEnd = behind.startsWith('\n') ? '\n' : '';
  const before = base.slice(start, end) + lineEnd;
  const after = proposed.slice(start, proposed.length - behind.length) + lineEnd;
  return lineHunks(before, after).map((hunk) => ({ ...hunk, start: hunk.start + start, end: hunk.end + start }));
}
