import { expect, it } from 'vitest';
import { languageIdOf } from '../../../src/context/languageIds.ts';

const known = ['python', 'shellscript', 'typescript', 'cpp', 'Log'];

it.each([
  ['python', 'python'],
  ['Py', 'python'],
  ['bash', 'shellscript'],
  ['C++', 'cpp'],
  ['tsx', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['__proto__', undefined],
])('takes “%s” for %s', (name, id) => {
  expect(languageIdOf(name, known)).toBe(id);
});
