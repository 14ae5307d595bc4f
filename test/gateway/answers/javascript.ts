// Refactors JavaScript and TypeScript: a comment on the first function, const and let instead of var, template literals.
import { joinStrings } from './joinStrings.ts';
import { tokenize } from './javascriptTokens.ts';
import { replaceVar } from './replaceVar.ts';

const languages = new Set(
  'js jsx mjs cjs ts tsx mts cts javascript typescript javascriptreact typescriptreact'.split(' '),
);

export function isJavaScript(language: string): boolean {
  return languages.has(language.toLowerCase());
}

export function refactorJavaScript(code: string): string {
  return addFunctionComment(joinStrings(replaceVar(code)));
}

const functionLines = [
  /^([ \t]*)(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*([\w$]+)/m,
  /^([ \t]*)(?:export\s+)?(?:const|let)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\([^()\n]*\)\s*(?::[^=\n]+)?=>|[\w$]+\s*=>)/m,
  /^([ \t]*)(?:(?:public|private|protected|static|async|override)\s+)*(?!(?:if|for|while|switch|catch|with|function)\b)([\w$]+)\s*\([^()\n]*\)\s*(?::[^{\n]+)?\{[ \t]*$/m,
];

/** Adds a comment above the first declared function, or the first method if there is none, unless a comment is there already. */
function addFunctionComment(code: string): string {
  const starts = new Set(tokenize(code).flatMap((token) => (token.kind === 'word' ? [token.start] : [])));
  for (const pattern of functionLines) {
    const match = pattern.exec(code);
    const [, indent = '', name = ''] = match ?? [];
    if (match !== null && starts.has(match.index + indent.length)) {
      const before = code.slice(0, match.index);
      const lineBreak = code.includes('\r\n') ? '\r\n' : '\n';
      const comment = `${indent}/** ${sentence(name)}. Refactored by the local gateway's script. */${lineBreak}`;
      return /(?:\*\/|\/\/[^\n]*)\s*$/.test(before) ? code : before + comment + code.slice(match.index);
    }
  }
  return code;
}

/** `addNumbers` becomes "Add numbers". */
function sentence(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_$]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
