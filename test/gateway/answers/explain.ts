// The answer to a request to explain code: it lists names that occur in the attached code.
import type { ScriptedAnswer } from '../answer.ts';
import type { FencedBlock } from './fences.ts';
import type { Question } from './question.ts';

const shownNames = 8;

/** Words that many languages reserve; listing them would explain nothing. */
const reserved = new Set(
  `abstract and as async await bool boolean break case catch char class const continue def default delete do double elif
  else enum except export extends false final finally float fn for from func function if impl implements import in int
  interface is lambda let match mod module mut namespace new nil none not null number of or package pass private
  protected pub public raise readonly require return self static string struct super switch this throw throws true try
  type typeof undefined use var void while with yield`.split(/\s+/),
);

export function explainAnswer({ blocks }: Question): ScriptedAnswer {
  return {
    text: `This is a scripted explanation from the local gateway; no model was asked.\n\n${blocks.map(explainBlock).join('\n\n')}\n\nRead it from top to bottom: each name is set before it is used, and the last lines give the result.`,
  };
}

function explainBlock({ code, language }: FencedBlock): string {
  const lines = code.replace(/\n$/, '').split('\n');
  const names = namesIn(lines);
  const about = `The ${language === '' ? '' : `\`${language}\` `}code has ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}.`;
  if (names.length === 0) {
    return `${about} It names nothing of its own.`;
  }
  const items = names.map(
    ({ name, line, uses }) =>
      `- \`${name}\` first stands on line ${line} and is used ${uses === 1 ? 'once' : `${uses} times`}`,
  );
  return `${about} What it works with:\n\n${items.join('\n')}`;
}

interface NameUse {
  readonly name: string;
  readonly line: number;
  readonly uses: number;
}

/** The names in order of first occurrence, without those in strings and line comments. */
function namesIn(lines: readonly string[]): readonly NameUse[] {
  const found = new Map<string, NameUse>();
  for (const [index, line] of lines.entries()) {
    const plain = line.replaceAll(/(["'])(?:\\.|(?!\1).)*\1/g, ' ').replace(/(?:\/\/|#(?!\w)).*$/, ' ');
    for (const name of plain.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? []) {
      if (!reserved.has(name.toLowerCase())) {
        const known = found.get(name);
        found.set(name, { name, line: known?.line ?? index + 1, uses: (known?.uses ?? 0) + 1 });
      }
    }
  }
  return [...found.values()].slice(0, shownNames);
}
