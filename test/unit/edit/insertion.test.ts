// Code at a cursor (B16): its lines stand as the line of the cursor does.
import { expect, it } from 'vitest';
import { indentedAt } from '../../../src/edit/insertion.ts';

const loop = 'for x in y:\n    print(x)';

it.each([
  ['at the beginning of a line', '', loop, loop],
  ['at a column of blanks', '        ', loop, 'for x in y:\n            print(x)'],
  ['behind tabs', '\t', 'a\n\tb', 'a\n\t\tb'],
  ['in the middle of a line', '    x = ', '[\n  1,\n]', '[\n      1,\n    ]'],
  ['that has an indentation of its own', '  ', '    a\n      b\n    c', 'a\n    b\n  c'],
  ['whose first line stands further right', '  ', '    a\n  b', '  a\n  b'],
  ['with blank lines', '  ', 'a\n\n\nb\n', 'a\n\n\n  b\n'],
  ['with a string of several lines', '    ', 'a = """\nleft\n"""\nb', 'a = """\nleft\n"""\n    b'],
  ['that is empty', '    ', '', ''],
])('puts code in %s', (_name, before, code, expected) => {
  expect(indentedAt(before, code, 'python')).toBe(expected);
});
