// Each row of what is known to go wrong has a test that says so, or a sentence why it cannot occur here; test/rows holds them.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grounds, violationsOf } from '../rows/grounds.ts';
import type { GroundName, Row } from '../rows/row.ts';
import { documentPath, problemsOf, rows, writeTable } from '../rows/table.ts';
import { readTags, tagsOf, type Tag } from '../rows/tags.ts';
import { parseSource, sources } from './support/sources.ts';

const tags = readTags();
const groundNames = Object.keys(grounds) as GroundName[];
const never = { ground: 'no-programs', why: 'It starts none.' } as const;

describe('the rows', () => {
  it('are 46 threats and 44 faults', () => {
    const ids = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
    expect(rows.map(({ id }) => id)).toEqual([...ids('T', 46), ...ids('F', 44)]);
  });

  it('have a test each, or a sentence', () => {
    expect(problemsOf(rows, tags)).toEqual([]);
  });

  it('stand in test/rows/README.md as they are: run `npm run rows`', async () => {
    expect(readFileSync(documentPath, 'utf8')).toBe(await writeTable(tags));
  });

  it.each(groundNames)('rest on what the code does not do: %s', (name) => {
    expect(violationsOf(name, sources)).toEqual([]);
    expect(rows.some((row) => row.never?.ground === name)).toBe(true);
  });

  it.each<[string, Row, readonly Partial<Tag>[]]>([
    ['without a test or a sentence', { id: 'T1', what: 'a' }, []],
    ['with a test and a sentence', { id: 'T1', what: 'a', never }, [{}]],
  ])('are wrong %s', (_name, row, some) => {
    const standing = some.map((one) => ({ path: 'a', line: 1, rows: ['T1'], test: 'a', ...one }));
    expect(problemsOf([row], standing)).toEqual([expect.stringMatching(/^T1 \(a\)/)]);
  });

  it.each<[string, Pick<Tag, 'rows' | 'test'>, RegExp]>([
    ['that there is not', { rows: ['T1', 'T99'], test: 'b' }, /there is no row T99/],
    ['that cannot be read', { rows: [], test: 'b' }, /this is to read/],
    ['above no test', { rows: ['T1'] }, /above no test/],
  ])('are not named by a tag %s', (_name, tag, problem) => {
    const standing = [
      { path: 'a', line: 1, rows: ['T1'], test: 'a' },
      { path: 'b', line: 7, ...tag },
    ];
    expect(problemsOf([{ id: 'T1', what: 'a' }], standing)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['no-programs', "import { spawn } from 'node:child_process';"],
    ['no-tools', 'const body = { model, messages, tools: [read] };'],
    ['few-writers', 'await vscode.workspace.fs.writeFile(uri, bytes);'],
    ['few-writers', "import { readFile, writeFile } from 'node:fs/promises';"],
    ['few-writers', 'renameSync(path, target);'],
  ] as const)('see where %s holds no more: %s', (name, text) => {
    const more = parseSource('src/chat/example.ts', `// A comment tells nothing of child_process.\n${text}`);
    expect(violationsOf(name, [...sources, more])).toHaveLength(1);
  });
});

describe('a tag', () => {
  const test = 'test/unit/a.test.ts';
  const goal = 'test/faults/g01A.ts';
  const [mark, goals] = ['// Rows: T1, F12\n', "import { g01 } from './g01A.ts';"];

  it.each([
    ['a test', `${mark}it('a b', () => {});`, 'a b'],
    ['a test with another comment', `${mark}// Why.\n\nit('a', () => {});`, 'a'],
    ['a test of many', `${mark}it.each([1])('a %i', () => {});`, 'a %i'],
    ['a test in a group', `describe('g', () => {\n${mark}it(\`a \${b}\`, f);\n});`, 'g › a …'],
    ['a group', `${mark}describe.each([1])('g', () => {\n it('a', f);\n});`, 'g'],
  ])('stands above %s', (_name, text, name) => {
    expect(tagsOf(test, text, goals)).toEqual([expect.objectContaining({ rows: ['T1', 'F12'], test: name })]);
  });

  it('stands above a goal that is listed', () => {
    const text = `${mark}export const g01: Goal = {\n  name: 'G1',\n};`;
    expect(tagsOf(goal, text, goals).map((tag) => tag.test)).toEqual(['G1']);
    expect(tagsOf(goal, text, '').map((tag) => tag.test)).toEqual([undefined]);
  });

  it.each([
    ['nothing', mark],
    ['other code', `${mark}const a = 1;\nit('a', f);`],
    ['a test that is left out', `${mark}it.skip('a', f);`],
    ['a test in a group that is left out', `describe.skip('g', () => {\n${mark}it('a', f);\n});`],
    ['a group without tests', `${mark}describe('g', () => { f(); });`],
  ])('says nothing above %s', (_name, text) => {
    expect(tagsOf(test, text, goals).map((tag) => tag.test)).toEqual([undefined]);
  });

  it('says nothing in a file that no runner takes for tests', () => {
    expect(tagsOf('test/unit/support/a.ts', `${mark}it('a', f);`, goals).map((tag) => tag.test)).toEqual([undefined]);
  });

  it.each(['// Rows T1', '// rows: T1', '// Rows: T1 F2', '// Rows: G6', '// Row: T1', '// Rows:'])(
    'is not %j',
    (text) => {
      expect(tagsOf(test, `${text}\nit('a', f);`, goals)).toEqual([expect.objectContaining({ rows: [] })]);
    },
  );

  it('is a comment, not a text', () => {
    expect(tagsOf(test, `it('a', () => f('// Rows: T1'));`, goals)).toEqual([]);
  });
});
