// Rewrites 'Hello, ' + name + '!' as `Hello, ${name}!` if that is certainly equivalent.
import { type Token, tokenize } from './javascriptTokens.ts';

const mayStand = {
  before: /^(?:=|\+=|\(|,|\[|:|\?|=>|return|&&|\|\||\?\?)$/,
  after: /^[;:),\]}]$/,
};

export function joinStrings(code: string): string {
  const tokens = tokenize(code);
  let joined = '';
  let previous = '';
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index];
    if (token === undefined) {
      break;
    }
    const chain = token.kind === 'string' && mayStand.before.test(previous) ? chainAt(tokens, index) : undefined;
    joined += chain?.literal ?? token.text;
    index = chain?.end ?? index + 1;
    if (token.kind !== 'space' && token.kind !== 'comment') {
      previous = token.text;
    }
  }
  return joined;
}

interface Chain {
  readonly literal: string;
  /** The index of the token after the chain. */
  readonly end: number;
}

/** A chain of strings and names joined by `+` on one line, with at least one name; undefined for anything less simple. */
function chainAt(tokens: readonly Token[], start: number): Chain | undefined {
  const terms: Term[] = [];
  for (let index = start; ;) {
    const term = termAt(tokens, index);
    if (term === undefined) {
      return undefined;
    }
    terms.push(term);
    const next = skipBlanks(tokens, term.end);
    if (tokens[next]?.text === '+') {
      index = skipBlanks(tokens, next + 1);
      continue;
    }
    const inside = terms.map((one) => one.inside).join('');
    const isPlain = terms.some((one) => one.isName) && isEnd(tokens, next);
    return isPlain ? { literal: `\`${inside}\``, end: term.end } : undefined;
  }
}

interface Term {
  /** The term's text inside the template literal. */
  readonly inside: string;
  readonly isName: boolean;
  readonly end: number;
}

function termAt(tokens: readonly Token[], index: number): Term | undefined {
  const token = tokens[index];
  if (token?.kind === 'word') {
    const end = nameEnd(tokens, index);
    return { inside: `\${${textOf(tokens, index, end)}}`, isName: true, end };
  }
  const isPlain = token?.kind === 'string' && !/[\\`]|\$\{/.test(token.text);
  return isPlain ? { inside: token.text.slice(1, -1), isName: false, end: index + 1 } : undefined;
}

/** The end of a dotted name such as `name.other.third`. */
function nameEnd(tokens: readonly Token[], start: number): number {
  let end = start + 1;
  while (tokens[end]?.text === '.' && tokens[end + 1]?.kind === 'word') {
    end += 2;
  }
  return end;
}

function textOf(tokens: readonly Token[], start: number, end: number): string {
  return tokens
    .slice(start, end)
    .map((token) => token.text)
    .join('');
}

function skipBlanks(tokens: readonly Token[], index: number): number {
  const token = tokens[index];
  return token?.kind === 'space' && !token.text.includes('\n') ? index + 1 : index;
}

/** Whether the chain ends here: at a closing mark, or at the end of a line that the next line does not continue. */
function isEnd(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'space') {
    return token === undefined || mayStand.after.test(token.text);
  }
  const next = tokens[index + 1];
  return (
    next === undefined ||
    (next.kind === 'word' ? !/^(?:in|instanceof|as)$/.test(next.text) : /^[)\]}]$/.test(next.text))
  );
}
