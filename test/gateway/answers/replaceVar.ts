// Replaces var by const or let if the block contains every use of the name. Anything less simple stays var.
import { type Token, tokenize } from './javascriptTokens.ts';

export function replaceVar(code: string): string {
  const all = tokenize(code);
  const tokens = all.filter((token) => token.kind !== 'space' && token.kind !== 'comment');
  const pairs = bracketPairs(tokens);
  if (pairs === undefined) {
    return code;
  }
  const words = new Map<number, string>();
  for (const [index, token] of tokens.entries()) {
    const word = token.kind === 'word' && token.text === 'var' ? wordFor({ code, tokens, pairs }, index) : undefined;
    if (word !== undefined) {
      words.set(token.start, word);
    }
  }
  return all.map((token) => words.get(token.start) ?? token.text).join('');
}

interface Source {
  readonly code: string;
  /** The tokens of the code without white space and comments. */
  readonly tokens: readonly Token[];
  readonly pairs: ReadonlyMap<number, number>;
}

/** Maps each opening bracket to its closing one; undefined if the brackets do not match. */
function bracketPairs(tokens: readonly Token[]): ReadonlyMap<number, number> | undefined {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'mark' && /^[([{]$/.test(text)) {
      open.push(index);
    } else if (kind === 'mark' && /^[)\]}]$/.test(text)) {
      const start = open.pop();
      if (start === undefined || !['()', '[]', '{}'].includes(`${tokens[start]?.text ?? ''}${text}`)) {
        return undefined;
      }
      pairs.set(start, index);
    }
  }
  return open.length === 0 ? pairs : undefined;
}

function wordFor(source: Source, index: number): 'const' | 'let' | undefined {
  const { tokens } = source;
  const name = tokens[index + 1];
  const scopeEnd = endOfScope(source, index);
  const statement = readStatement(source, index);
  if (name?.kind !== 'word' || scopeEnd === undefined || statement === undefined) {
    return undefined;
  }
  const uses = usesOf(tokens, name.text).filter((use) => use !== index + 1);
  const isContained = uses.every((use) => use > statement.end && use < scopeEnd);
  if (!isContained || uses.some((use) => isDeclared(tokens, use))) {
    return undefined;
  }
  const isFixed = statement.hasValue && !uses.some((use) => isAssigned(source, use));
  return isFixed ? 'const' : 'let';
}

/**
 * The index of the token at which a block-scoped name would end; undefined if such a name cannot be declared here, or its block is not
 * simple.
 */
function endOfScope(source: Source, index: number): number | undefined {
  const { tokens, pairs } = source;
  const before = tokens[index - 1]?.text ?? '';
  if (before === '(') {
    return endOfLoop(source, index - 1);
  }
  if (/^(?:\)|else|do|declare|export)$/.test(before)) {
    return undefined;
  }
  const around = [...pairs].filter(([start, end]) => start < index && end > index && tokens[start]?.text === '{');
  return Math.min(...around.map(([, end]) => end), tokens.length);
}

/** `header` is the index of the bracket that opens the loop's header. Undefined for a loop without a block. */
function endOfLoop({ tokens, pairs }: Source, header: number): number | undefined {
  const body = (pairs.get(header) ?? -1) + 1;
  return tokens[header - 1]?.text === 'for' && tokens[body]?.text === '{' ? pairs.get(body) : undefined;
}

interface Statement {
  /** The index of the last token of the value, or of the name if there is no value. */
  readonly end: number;
  readonly hasValue: boolean;
}

/** A declaration of one simple name, with its value if it has one; undefined for several names and for destructuring. */
function readStatement(source: Source, index: number): Statement | undefined {
  const { tokens, pairs } = source;
  let hasValue = false;
  for (let place = index + 2; ; place = (pairs.get(place) ?? place) + 1) {
    const text = tokens[place]?.text;
    if (text === ',') {
      return undefined;
    }
    if (text === 'of' || text === 'in') {
      return { end: place, hasValue: true };
    }
    if (text === undefined || /^[;)\]}]$/.test(text) || startsStatement(source, place)) {
      return { end: place - 1, hasValue };
    }
    hasValue ||= text === '=';
  }
}

/** Whether the token begins a new line that does not continue the statement before. */
function startsStatement({ code, tokens }: Source, index: number): boolean {
  const [last, token] = [tokens[index - 1], tokens[index]];
  if (last === undefined || token?.kind !== 'word') {
    return false;
  }
  const isNewLine = code.slice(last.start + last.text.length, token.start).includes('\n');
  return isNewLine && (last.kind !== 'mark' || /^[)\]}]$/.test(last.text));
}

/** The indices of all tokens that use the name, including templates that contain it. */
function usesOf(tokens: readonly Token[], name: string): readonly number[] {
  const inside = (token: Token) => token.kind === 'template' && token.text.split(/[^\p{L}\p{N}_$]+/u).includes(name);
  return [...tokens.entries()]
    .filter(([, token]) => (token.kind === 'word' && token.text === name) || inside(token))
    .map(([index]) => index);
}

function isDeclared(tokens: readonly Token[], use: number): boolean {
  return /^(?:var|let|const|function|class)$/.test(tokens[use - 1]?.text ?? '');
}

/** Whether the name is assigned, incremented or decremented; also by a loop's header, in a pattern or in a template. */
function isAssigned({ tokens, pairs }: Source, use: number): boolean {
  const near = (offset: number) => tokens[use + offset]?.text ?? '';
  if (/^(?:\+\+|--)$/.test(near(-1)) || /^(?:\+\+|--|=|[^=!<>]{1,3}=|<<=|>>>?=)$/.test(near(1))) {
    return true;
  }
  const isLoopName = near(-1) === '(' && near(-2) === 'for' && /^(?:in|of)$/.test(near(1));
  const isChangedInside = near(0).startsWith('`') && /=|\+\+|--/.test(near(0));
  return isLoopName || isChangedInside || hasAssignedPattern(tokens, pairs);
}

/** Whether the code assigns to a pattern anywhere, as `[a, b] = …` or `({ a } = …)` do; `list[0] = …` does not. */
function hasAssignedPattern(tokens: readonly Token[], pairs: ReadonlyMap<number, number>): boolean {
  return [...pairs].some(([start, end]) => {
    const before = tokens[start - 1];
    const isElement = before?.kind === 'word' || /^[)\]]$/.test(before?.text ?? '');
    return tokens[end + 1]?.text === '=' && tokens[start]?.text !== '(' && !isElement;
  });
}
