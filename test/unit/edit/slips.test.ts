// Real code, changed at random, through the slips of models: what comes out is right, refused, or in doubt, and never silently wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditTarget, type EditTarget } from '../../../src/edit/editTarget.ts';
import { judgeAnswer } from '../../../src/edit/judgeAnswer.ts';
import { repository } from '../../harness/repository.ts';

const folders = ['src/edit', 'src/chat', 'src/webview/panel/view', 'src/store', 'test/unit/edit'];
const files = folders.flatMap((folder) =>
  readdirSync(join(repository, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ label: `${folder}/${name}`, text: readFileSync(join(repository, folder, name), 'utf8') })),
);

interface Change {
  readonly target: EditTarget;
  /** The target's lines as they are to become. */
  readonly lines: readonly string[];
}

const arbitraryChange = fc
  .record({
    file: fc.constantFrom(...files),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 25 }),
    edits: fc.array(
      fc.record({
        at: fc.nat(24),
        kind: fc.constantFrom('change', 'insert', 'remove'),
        word: fc.constantFrom('zeta', 'eta1'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ file, at, length, edits }): Change => {
    const all = file.text.split('\n');
    const first = Math.floor(at * (all.length - 2));
    const offset = all.slice(0, first).join('\n').length + (first === 0 ? 0 : 1);
    const code = all.slice(first, Math.min(first + length, all.length - 1)).join('\n');
    const target = createEditTarget({ ...file, languageId: 'typescript' }, offset, offset + code.length);
    const lines = target.code.split('\n');
    for (const { at: place, kind, word } of edits) {
      const index = place % lines.length;
      const line = lines[index] ?? '';
      if (kind === 'change' && line.trim() !== '') {
        lines[index] = line.replace(/\w+/, word);
      } else if (kind === 'insert' && line.trim() !== '') {
        lines.splice(index + 1, 0, `${/^ */.exec(line)?.[0] ?? ''}${word}();`);
      } else if (lines.length > 1) {
        lines.splice(index, 1);
      }
    }
    return { target, lines };
  })
  .filter(({ target, lines }) => lines.join('\n') !== target.code && lines.some((line) => line.trim() !== ''));

const indentOf = (line: string): string => /^ */.exec(line)?.[0] ?? '';
const firstIndent = (lines: readonly string[]): string => indentOf(lines.find((line) => line.trim() !== '') ?? '');

function fence(code: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  return '`'.repeat(longest + 1);
}

const fenced = (code: string): string => `${fence(code)}ts\n${code}\n${fence(code)}\n`;

/** What a model makes of the code that it means. */
const slips: Readonly<Record<string, (change: Change) => string>> = {
  none: ({ lines }) => fenced(lines.join('\n')),
  'all dedented': ({ lines }) => {
    const indent = firstIndent(lines).length;
    return fenced(lines.map((line) => line.slice(Math.min(indent, indentOf(line).length))).join('\n'));
  },
  'first line dedented': ({ lines }) => fenced([(lines[0] ?? '').trimStart(), ...lines.slice(1)].join('\n')),
  'too deep': ({ lines }) => fenced(lines.map((line) => (line === '' ? line : `    ${line}`)).join('\n')),
  CRLF: ({ lines }) => fenced(lines.join('\n')).replaceAll('\n', '\r\n'),
  'blank lines at the end': ({ lines }) => fenced(`${lines.join('\n')}\n\n`),
  'words around it': ({ lines }) => `Here it is:\n\n${fenced(lines.join('\n'))}\nI have \`changed\` it.\n`,
  'in a quote': ({ lines }) => fenced(lines.join('\n')).trimEnd().replaceAll(/^/gm, '> '),
  'in a list': ({ lines }) => `1. Here:\n\n${fenced(lines.join('\n')).trimEnd().replaceAll(/^/gm, '   ')}\n`,
  tabs: ({ lines }) =>
    fenced(lines.map((line) => line.replace(/^(?: {2})+/, (run) => '\t'.repeat(run.length / 2))).join('\n')),
  'repeated surroundings': ({ target, lines }) => {
    const before = target.text.slice(0, target.start).split('\n').slice(0, -1).slice(-3);
    const after = target.text.slice(target.end).split('\n').slice(1).slice(0, 3);
    return fenced([...before, ...lines, ...after].join('\n'));
  },
  'left out': ({ target, lines }) => {
    const own = target.code.split('\n');
    const before = lines.findIndex((line, index) => own[index] !== line);
    const after = lines.findLastIndex((line, index) => own.at(index - lines.length) !== line);
    const head = lines.slice(0, before);
    if (lines.slice(0, after + 1).every((line) => line.trim() === '')) {
      return fenced(lines.join('\n'));
    }
    const tail = lines.slice(Math.max(after + 1, before));
    const left = (all: readonly string[], keep: 'first' | 'last'): readonly string[] => {
      const kept = keep === 'last' ? all.slice(-1) : all.slice(0, 1);
      // Behind a blank line alone nobody could tell where the code goes on.
      if (all.length < 3 || kept.every((line) => line.trim() === '')) {
        return all;
      }
      return keep === 'last' ? ['  // ... existing code ...', ...kept] : [...kept, '// …'];
    };
    return fenced(
      [...left(head, 'last'), ...lines.slice(before, Math.max(after + 1, before)), ...left(tail, 'first')].join('\n'),
    );
  },
  'cut off': ({ lines }) => fenced(lines.join('\n')).slice(0, -5),
  'the old code first': ({ target, lines }) =>
    `Before:\n\n${fenced(target.code)}\nAfter:\n\n${fenced(lines.join('\n'))}`,
  'no fence': ({ lines }) => `${lines.join('\n')}\n`,
  'last fence glued': ({ lines }) => `\`\`\`ts\n${lines.join('\n')}\`\`\``,
  'three backticks whatever stands in it': ({ lines }) => `\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`,
  'name of the file first': ({ target, lines }) => fenced(`// ${target.label}\n${lines.join('\n')}`),
};

/** The code ends with as many blank lines as before: models are not to be trusted with them. */
function meant({ target, lines }: Change): string {
  return lines.join('\n').replace(/\n*$/, '') + (/\n*$/.exec(target.code)?.[0] ?? '');
}

describe.each(Object.entries(slips))('with %s', (name, slip) => {
  it('an answer is applied right, refused, or in doubt', () => {
    let right = 0;
    let all = 0;
    fc.assert(
      fc.property(arbitraryChange, (change) => {
        const { target } = change;
        const judgement = judgeAnswer(slip(change), target, 'stop');
        const expected = target.text.slice(0, target.start) + meant(change) + target.text.slice(target.end);
        all += 1;
        if (judgement.kind === 'proposal') {
          right += judgement.text === expected ? 1 : 0;
          if (judgement.doubts.length === 0) {
            expect(judgement.text).toBe(expected);
          }
        }
      }),
      { numRuns: 300 },
    );
    process.stdout.write(`${name}: ${Math.round((100 * right) / all)} %\n`);
  });
});
