// Generated texts for the tests of src/edit.
import fc from 'fast-check';

/** Texts of few distinct lines, so that equal lines recur, with characters that an edit must not cut in two. */
export const texts = fc
  .array(fc.constantFrom('a', 'b', 'ab', '', 'if (x) {', '}', '  y();', '😀', '😁', '漢字'), { maxLength: 12 })
  .chain((lines) => fc.constantFrom('', '\n').map((end) => lines.join('\n') + end));
