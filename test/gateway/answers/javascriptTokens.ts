// Splits JavaScript and TypeScript into tokens, just well enough to change names and strings safely.

type TokenKind = 'space' | 'comment' | 'string' | 'template' | 'regex' | 'word' | 'number' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /\/\/[^\n]*|\/\*[^]*?\*\//y],
  ['string', /"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'/y],
  ['word', /[\p{L}_$#@][\p{L}\p{N}_$]*/uy],
  ['number', /\d[\w.]*/y],
  ['regex', /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y],
  ['mark', /=>|\.\.\.|\?\.|[=!]==?|\+\+|--|(?:\*\*|&&|\|\||\?\?|<<|>>>?|[-+*/%&|^])=|&&|\|\||\?\?|[^]/uy],
];

/** The concatenated texts of the tokens equal the code. */
export function tokenize(code: string): readonly Token[] {
  const tokens: Token[] = [];
  let previous: Token | undefined;
  for (let start = 0; start < code.length;) {
    const token = tokenAt(code, start, previous);
    tokens.push(token);
    start += token.text.length;
    if (token.kind !== 'space' && token.kind !== 'comment') {
      previous = token;
    }
  }
  return tokens;
}

function tokenAt(code: string, start: number, previous: Token | undefined): Token {
  if (code[start] === '`') {
    return { kind: 'template', text: templateAt(code, start), start };
  }
  for (const [kind, pattern] of patterns) {
    if (kind === 'regex' && !canRegexFollow(previous)) {
      continue;
    }
    pattern.lastIndex = start;
    const text = pattern.exec(code)?.[0];
    if (text !== undefined) {
      return { kind, text, start };
    }
  }
  return { kind: 'mark', text: code.charAt(start), start };
}

function canRegexFollow(previous: Token | undefined): boolean {
  switch (previous?.kind) {
    case undefined:
      return true;
    case 'mark':
      return !/^[)\]}]$/.test(previous.text);
    case 'word':
      return /^(?:return|typeof|case|in|of|delete|void|throw|await|yield)$/.test(previous.text);
    default:
      return false;
  }
}

/** The template from `start` to its closing backtick, with the content of `${}`; up to the end of the code if it is not closed. */
function templateAt(code: string, start: number): string {
  let depth = 0;
  for (let place = start + 1; place < code.length; place += 1) {
    const character = code[place];
    if (character === '\\') {
      place += 1;
    } else if (depth === 0 && character === '`') {
      return code.slice(start, place + 1);
    } else if (depth === 0 ? code.startsWith('${', place) : character === '{') {
      depth += 1;
      place += depth === 1 ? 1 : 0;
    } else if (depth > 0 && character === '}') {
      depth -= 1;
    }
  }
  return code.slice(start);
}
