// Computes the differences between two versions of a text as small replacements. Pure.
import { diffArrays, type ChangeObject } from 'diff';
import { limits } from '../shared/limits.ts';

/** Replaces the characters from `start` to `end` (excluded) by `text`; the offsets refer to the old text. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The changes that turn `before` into `after`: in ascending order, not touching each other, each reduced to the characters that differ. */
export function changesBetween(before: string, after: string): readonly TextChange[] {
  return lineHunks(before, after).map((hunk) => trim(before, hunk));
}

/** The changes that turn `before` into `after`, as whole lines with their line ends. */
export function lineHunks(before: string, after: string): readonly TextChange[] {
  const hunks: TextChange[] = [];
  let offset = 0;
  let open: { start: number; end: number; text: string } | undefined;
  for (const part of compareLines(splitLines(before), splitLines(after))) {
    const text = part.value.join('');
    if (!part.added && !part.removed) {
      if (open) {
        hunks.push(open);
        open = undefined;
      }
      offset += text.length;
      continue;
    }
    open ??= { start: offset, end: offset, text: '' };
    if (part.added) {
      open.text += text;
    } else {
      offset += text.length;
      open.end = offset;
    }
  }
  return open ? [...hunks, open] : hunks;
}

/** If more lines differ than can be compared quickly, all lines between the first and the last difference count as changed. */
function compareLines(
  before: string[],
  after: string[],
): readonly Pick<ChangeObject<string[]>, 'value' | 'added' | 'removed'>[] {
  const compared = diffArrays(before, after, { maxEditLength: limits.edit.changedLines });
  if (compared !== undefined) {
    return compared;
  }
  const differs = before.findIndex((line, index) => line !== after[index]);
  const head = differs === -1 ? before.length : differs;
  const mostTail = Math.min(before.length, after.length) - head;
  let tail = 0;
  while (tail < mostTail && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail += 1;
  }
  return [
    { value: before.slice(0, head), added: false, removed: false },
    { value: before.slice(head, before.length - tail), added: false, removed: true },
    { value: after.slice(head, after.length - tail), added: true, removed: false },
    { value: before.slice(before.length - tail), added: false, removed: false },
  ];
}

/** `changes` must be in ascending order and must not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let offset = 0;
  for (const change of changes) {
    result += text.slice(offset, change.start) + change.text;
    offset = change.end;
  }
  return result + text.slice(offset);
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Removes the common prefix and suffix, so that cursors and markers in unchanged text stay in place. */
function trim(before: string, change: TextChange): TextChange {
  const old = before.slice(change.start, change.end);
  const limit = Math.min(old.length, change.text.length);
  let head = 0;
  while (head < limit && old[head] === change.text[head]) {
    head += 1;
  }
  head -= splitsPair(old, head) || splitsPair(change.text, head) ? 1 : 0;
  let tail = 0;
  while (tail < limit - head && old.at(-1 - tail) === change.text.at(-1 - tail)) {
    tail += 1;
  }
  tail -= splitsPair(old, old.length - tail) || splitsPair(change.text, change.text.length - tail) ? 1 : 0;
  return {
    start: change.start + head,
    end: change.end - tail,
    text: change.text.slice(head, change.text.length - tail),
  };
}

/** Whether a cut at `index` would split a surrogate pair or a CRLF, where no edit may begin or end. */
function splitsPair(text: string, index: number): boolean {
  return /^(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n)$/.test(text.slice(Math.max(0, index - 1), index + 1));
}
