// The pure folders of src know no time of their own: what oxlint cannot see of that. Clocks, timers and chance by name are in .oxlintrc.json.
import { readFileSync } from 'node:fs';
import { Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { parseSource, sources, type Source } from './support/sources.ts';

const pure = ['shared', 'protocol', 'words', 'contributions', 'context', 'turn', 'chat', 'edit', 'credits', 'models'];

/** Where a file makes a date of nothing, which is the date of now. */
function readsClock({ text, syntax }: Source): boolean {
  let isFound = false;
  if (text.includes('Date')) {
    new Visitor({
      NewExpression: ({ callee, arguments: values }) => {
        isFound ||= callee.type === 'Identifier' && callee.name === 'Date' && values.length === 0;
      },
      CallExpression: ({ callee }) => {
        isFound ||= callee.type === 'Identifier' && callee.name === 'Date';
      },
    }).visit(syntax.program);
  }
  return isFound;
}

describe('a pure folder', () => {
  it('makes no date of now', () => {
    const inPure = sources.filter(({ path }) => pure.includes(path.split('/')[1] ?? ''));
    expect(inPure.length).toBeGreaterThan(50);
    expect(inPure.filter(readsClock).map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['new Date()', true],
    ['Date()', true],
    ['new Date', true],
    ['new Date(time)', false],
    ['date.toString()', false],
  ])('%s reads the clock: %s', (text, isClock) => {
    expect(readsClock(parseSource('src/chat/example.ts', text))).toBe(isClock);
  });

  it('is one of those for which oxlint refuses clocks, timers and chance', () => {
    const config = readFileSync('.oxlintrc.json', 'utf8');
    expect(config).toContain(`"src/{${pure.join(',')}}/**"`);
  });
});
