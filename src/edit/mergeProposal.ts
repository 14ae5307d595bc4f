// Applies a proposal to a file that has changed since the proposal was requested. Pure.
import { applyChanges, lineHunks, type TextChange } from './textChanges.ts';

export type MergeResult = { readonly kind: 'merged'; readonly text: string } | { readonly kind: 'conflict' };

/**
 * Three-way merge by lines: the changes from `base` to `proposed` are applied to the same lines in `current`. It is a conflict if the user
 * changed a line that the proposal changes, or an adjacent one: refusing is better than misplacing code.
 */
export function mergeProposal(base: string, current: string, proposed: string): MergeResult {
  if (current === base) {
    return { kind: 'merged', text: proposed };
  }
  const theirs = lineHunks(base, current);
  const ours = lineHunks(base, proposed);
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
