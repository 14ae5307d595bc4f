// Tells which lines of code begin inside a string of several lines: their white space is part of a value. Pure.

interface Syntax {
  /** What opens and closes such a string. */
  readonly delimiter: RegExp;
  /** What begins a comment that ends with its line. */
  readonly comment: RegExp;
  readonly hasBlockComments: boolean;
  readonly hasRegularExpressions: boolean;
}

const ofScripts: Syntax = {
  delimiter: /^`/,
  comment: /^\/\//,
  hasBlockComments: true,
  hasRegularExpressions: true,
};
const ofPython: Syntax = {
  delimiter: /^(?:"""|''')/,
  comment: /^#/,
  hasBlockComments: false,
  hasRegularExpressions: false,
};
const ofJava: Syntax = {
  delimiter: /^(?:"""|''')/,
  comment: /^\/\//,
  hasBlockComments: true,
  hasRegularExpressions: false,
};
const syntaxes: Readonly<Record<string, Syntax>> = {
  ...withAll(['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte', 'astro'], ofScripts),
  ...withAll(['go'], { ...ofScripts, hasRegularExpressions: false }),
  ...withAll(['python', 'toml', 'elixir', 'julia', 'starlark'], ofPython),
  ...withAll(['java', 'kotlin', 'scala', 'swift', 'csharp', 'groovy', 'dart'], ofJava),
};

function withAll(languageIds: readonly string[], syntax: Syntax): Readonly<Record<string, Syntax>> {
  return Object.fromEntries(languageIds.map((id) => [id, syntax]));
}

const commentEnd = '*/';

/** For each line, whether it begins inside a string. Of languages that are not known none does. */
export function linesInStrings(lines: readonly string[], languageId: string): readonly boolean[] {
  const syntax = Object.hasOwn(syntaxes, languageId) ? syntaxes[languageId] : undefined;
  if (!syntax) {
    return lines.map(() => false);
  }
  /** What ends the string or the comment in which the line begins. */
  let open: string | undefined;
  return lines.map((line) => {
    const isInside = open !== undefined && open !== commentEnd;
    open = openAfter(line, open, syntax);
    return isInside;
  });
}

function openAfter(line: string, before: string | undefined, syntax: Syntax): string | undefined {
  let open = before;
  for (let index = 0; index < line.length;) {
    if (open !== undefined) {
      const isEnd = line.startsWith(open, index);
      index += isEnd ? open.length : line[index] === '\\' ? 2 : 1;
      open = isEnd ? undefined : open;
      continue;
    }
    const rest = line.slice(index, index + 3);
    if (syntax.comment.test(rest)) {
      return undefined;
    }
    open = syntax.hasBlockComments && rest.startsWith('/*') ? commentEnd : syntax.delimiter.exec(rest)?.[0];
    index += open === undefined ? lengthOfToken(line, index, syntax) : Math.min(open.length, rest.length);
  }
  return open;
}

/** Of what begins there and ends in its line, at least one character. */
function lengthOfToken(line: string, start: number, { hasRegularExpressions }: Syntax): number {
  const mark = line.charAt(start);
  if (mark === '"' || mark === "'") {
    return lengthUpTo(mark, line, start);
  }
  const isExpression =
    mark === '/' && hasRegularExpressions && /(?:^|[(,=:[!&|?{};+]|=>|\breturn)\s*$/.test(lastOf(line, start));
  return isExpression ? lengthUpTo('/', line, start) : 1;
}

/** The characters before a place that tell whether a value may begin there. */
function lastOf(line: string, end: number): string {
  return line.slice(Math.max(0, end - 20), end);
}

function lengthUpTo(mark: string, line: string, start: number): number {
  let isInClass = false;
  for (let index = start + 1; index < line.length; index += 1) {
    const character = line[index];
    if (character === '\\') {
      index += 1;
    } else if (mark === '/' && (character === '[' || character === ']')) {
      isInClass = character === '[';
    } else if (character === mark && !isInClass) {
      return index + 1 - start;
    }
  }
  return line.length - start;
}
