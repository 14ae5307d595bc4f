// Takes a model's thoughts out of an answer that was to be code: what they hold is no proposal. Pure.

const names = '(?:think|thinking|thought|thoughts|reasoning|scratchpad)';
const opening = new RegExp(`^\\s*<${names}>`, 'i');
const closing = new RegExp(`</${names}>`, 'gi');

/** The answer behind its thoughts; all of it where none stand at its beginning. */
export function withoutThoughts(answer: string): string {
  const text = answer.replace(/^\uFEFF/, '');
  let start = 0;
  closing.lastIndex = 0;
  for (let end = closing.exec(text); end; end = closing.exec(text)) {
    const before = text.slice(start, end.index);
    // A tag behind a fence is part of the code, unless thoughts have begun before it.
    if (!opening.test(before) && /^[ \t]*(?:```|~~~)/m.test(before)) {
      break;
    }
    start = closing.lastIndex;
  }
  const rest = text.slice(start);
  // Thoughts that were cut off have led to nothing.
  return opening.test(rest) ? '' : rest;
}
