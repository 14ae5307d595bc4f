// The tests that say which rows they stand for, by a comment directly above them: `// Rows: T1, F12`. Read from the sources, so that
// nothing has to run for it.
import { globSync, readFileSync } from 'node:fs';
import { parseSync, Visitor, type Argument, type Comment, type Expression, type Statement } from 'oxc-parser';

export interface Tag {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Empty where the comment cannot be read. */
  readonly rows: readonly string[];
  /** The test's name with those of the groups around it, or the goal's; undefined where the comment stands above neither. */
  readonly test?: string;
}

interface Test {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly isGroup: boolean;
  readonly isLeftOut: boolean;
}

const root = new URL('../..', import.meta.url);
/** Also one that only tries to be a tag. */
const comment = /^\s*rows?(?::|\s+[TF]\d)/i;
const wellFormed = /^ Rows: [TF]\d+(?:, [TF]\d+)*$/;
/** What runs as a test: by vitest, by mocha, and by `npm run test:faults`. */
const testFile = /^test\/(?:(?:unit|window|e2e|gateway)\/.*\.test\.tsx?|integration\/.*\.suite\.ts)$/;
const goalFile = /^test\/faults\/g\d\d\w*\.ts$/;

/** All tags of the tests, in the order of their files. */
export function readTags(): readonly Tag[] {
  const goals = readText('test/faults/goals.ts');
  return globSync('test/**/*.{ts,tsx}', { cwd: root, exclude: (name) => name.endsWith('node_modules') })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .flatMap((path) => tagsOf(path, readText(path), goals));
}

function readText(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The tags of one file. `goals`: the text of the list of goals, of which a goal must be one. */
export function tagsOf(path: string, text: string, goals: string): readonly Tag[] {
  if (!/\/\/\s*rows?\b/i.test(text)) {
    return [];
  }
  const { comments, program } = parseSync(path, text);
  const isListed = goals.includes(`'./${path.split('/').at(-1) ?? ''}'`);
  const goalsHere = goalFile.test(path) && isListed ? goalsIn(program.body, text) : [];
  const tests = testFile.test(path) ? testsIn(program) : goalsHere;
  return comments.filter(({ type, value }) => type === 'Line' && comment.test(value)).map(toTag);

  function toTag({ value, start, end }: Comment): Tag {
    const test = tests.find((one) => one.start > end && isNothing(text.slice(end, one.start)));
    return {
      path,
      line: text.slice(0, start).split('\n').length,
      rows: wellFormed.test(value) ? (value.match(/[TF]\d+/g) ?? []) : [],
      ...(test && runs(test) ? { test: nameOf(test) } : {}),
    };
  }

  function around({ start, end }: Test): readonly Test[] {
    return tests.filter((one) => one.start <= start && end <= one.end);
  }

  /** A group runs with what is in it. */
  function runs(test: Test): boolean {
    const inside = tests.filter((one) => !one.isGroup && test.start <= one.start && one.end <= test.end);
    return inside.some((one) => around(one).every(({ isLeftOut }) => !isLeftOut));
  }

  function nameOf(test: Test): string {
    return around(test)
      .map(({ name }) => name)
      .join(' › ');
  }
}

/** Other comments may stand between. */
function isNothing(text: string): boolean {
  return /^\s*(?:\/\/.*\s*)*$/.test(text);
}

function testsIn(program: ReturnType<typeof parseSync>['program']): readonly Test[] {
  const tests: Test[] = [];
  new Visitor({
    ExpressionStatement({ expression, start, end }) {
      const words = wordsOf(expression);
      const [kind] = words;
      if (expression.type === 'CallExpression' && (kind === 'it' || kind === 'describe')) {
        tests.push({
          start,
          end,
          name: titleOf(expression.arguments[0]),
          isGroup: kind === 'describe',
          isLeftOut: words.some((word) => /^(?:skip|todo|skipIf|runIf)$/.test(word)),
        });
      }
    },
  }).visit(program);
  return tests;
}

/** `it`, `each` of `it.each([…])('…', …)`. */
function wordsOf(expression: Expression): readonly string[] {
  switch (expression.type) {
    case 'CallExpression':
      return wordsOf(expression.callee);
    case 'MemberExpression':
      return [...wordsOf(expression.object), ...wordsOf(expression.property as Expression)];
    case 'Identifier':
      return [expression.name];
    default:
      return [];
  }
}

function titleOf(argument: Argument | undefined): string {
  if (argument?.type === 'Literal' && typeof argument.value === 'string') {
    return argument.value;
  }
  return argument?.type === 'TemplateLiteral' ? argument.quasis.map(({ value }) => value.cooked).join('…') : '…';
}

/** `export const g01: Goal = { name: 'G1', … }`. */
function goalsIn(statements: readonly Statement[], text: string): readonly Test[] {
  return statements.flatMap(({ start, end }) => {
    const name = /^export const \w+: Goal = \{\s*name: '(G\d+)'/.exec(text.slice(start, end))?.at(1);
    return name === undefined ? [] : [{ start, end, name, isGroup: false, isLeftOut: false }];
  });
}
