// Where asked-for lines are while others edit around them, judged by an oracle that knows lines by identity, not by what they say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnchoredRange, type DocumentEdit } from '../../../src/edit/anchoredRange.ts';
import { mergeProposal } from '../../../src/edit/mergeProposal.ts';

interface Line {
  readonly id: number;
  readonly text: string;
}

/** Few different lines, so that they repeat. */
const words = ['x', 'y', '}', '', 'a();'];
const word = fc.constantFrom(...words);

const story = fc.record({
  base: fc.array(word, { minLength: 3, maxLength: 12 }),
  at: fc.nat(11),
  length: fc.integer({ min: 1, max: 4 }),
  ours: fc.array(fc.oneof(word, fc.constantFrom('OURS', 'MINE')), { minLength: 1, maxLength: 5 }),
  edits: fc.array(
    fc.record({
      at: fc.nat(20),
      kind: fc.constantFrom('change', 'insert', 'remove'),
      text: fc.oneof(word, fc.constant('THEIRS')),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

const textOf = (lines: readonly Line[]): string => lines.map(({ text }) => `${text}\n`).join('');

/** The edit of a whole line, as an editor tells of it. */
function toEdit(kind: 'change' | 'insert' | 'remove', line: number, was: string, text: string): DocumentEdit {
  const start = { line, character: 0 };
  switch (kind) {
    case 'change':
      return { start, end: { line, character: was.length }, text };
    case 'insert':
      return { start, end: start, text: `${text}\n` };
    case 'remove':
      return { start, end: { line: line + 1, character: 0 }, text: '' };
  }
}

/** A document that people edit around the lines that were asked for. */
class Document {
  readonly base: readonly Line[];
  readonly asked: readonly Line[];
  readonly range: { readonly start: number; readonly end: number };
  readonly anchor: AnchoredRange;
  lines: readonly Line[];
  #lastId = 0;

  constructor(texts: readonly string[], at: number, length: number) {
    this.base = texts.map((text) => this.line(text));
    this.lines = this.base;
    const first = Math.min(at, this.base.length - 1);
    this.asked = this.base.slice(first, first + length);
    const start = textOf(this.base.slice(0, first)).length;
    this.range = { start, end: start + textOf(this.asked).length - 1 };
    this.anchor = new AnchoredRange(textOf(this.base), this.range);
  }

  line(text: string): Line {
    return { id: (this.#lastId += 1), text };
  }

  /** Anywhere but in what was asked for. */
  edit(kind: 'change' | 'insert' | 'remove', place: number, text: string): void {
    const isInsert = kind === 'insert';
    const index = place % (this.lines.length + (isInsert ? 1 : 0));
    const here = this.lines[index];
    const mayBeEdited = isInsert ? !this.#isInside(index) : here !== undefined && !this.asked.includes(here);
    if (mayBeEdited && (isInsert || this.lines.length > 1)) {
      this.anchor.follow([toEdit(kind, index, here?.text ?? '', text)]);
      const added = kind === 'remove' ? [] : [this.line(text)];
      this.lines = this.lines.toSpliced(index, isInsert ? 0 : 1, ...added);
    }
  }

  /** What stands before the asked-for lines and behind them. */
  get around(): readonly [readonly Line[], readonly Line[]] {
    const first = this.lines.findIndex(({ id }) => id === this.asked[0]?.id);
    const last = this.lines.findIndex(({ id }) => id === this.asked.at(-1)?.id);
    return [this.lines.slice(0, first), this.lines.slice(last + 1)];
  }

  /** Whether a line put there stands between two of those that were asked for. */
  #isInside(index: number): boolean {
    return [index - 1, index].every((place) => this.asked.some(({ id }) => id === this.lines[place]?.id));
  }
}

describe('AnchoredRange', () => {
  it('lets a merge put each line where it belongs among lines that say the same, or refuse', () => {
    let merged = 0;
    fc.assert(
      fc.property(story, ({ base: texts, at, length, ours, edits }) => {
        const document = new Document(texts, at, length);
        const { base, asked, range, anchor } = document;
        const first = base.findIndex(({ id }) => id === asked[0]?.id);
        const answer = ours.map((text) => document.line(text));
        const proposed = textOf([...base.slice(0, first), ...answer, ...base.slice(first + asked.length)]);
        edits.forEach(({ kind, at: place, text }) => document.edit(kind, place, text));
        const [head, tail] = document.around;
        const current = textOf(document.lines);
        const now = anchor.in(current);
        expect(now?.start).toBe(textOf(head).length);
        const result = mergeProposal(textOf(base), current, proposed, { before: range, now });
        if (result.kind === 'merged') {
          merged += 1;
          expect(result.text).toBe(textOf([...head, ...answer, ...tail]));
        }
      }),
      { numRuns: 5_000 },
    );
    // Refusing everything would be right, too, and of no use.
    expect(merged).toBeGreaterThan(1_000);
  });

  it.each([
    ['typed at the edges of the lines', [0, 0, 'a'], [1, 3, 'z'], 'aone\ntwoz'],
    ['put on lines of its own beside them', [0, 0, 'zero\n'], [2, 3, '\nthree'], 'one\ntwo'],
  ] as const)('takes what is %s as people mean it', (_name, ahead, behind, expected) => {
    let text = 'one\ntwo\nthree\n';
    const anchor = new AnchoredRange(text, { start: 0, end: 7 });
    for (const [lineNumber, character, added] of [ahead, behind]) {
      const place = { line: lineNumber, character };
      anchor.follow([{ start: place, end: place, text: added }]);
      const lines = text.split('\n');
      lines[lineNumber] =
        `${lines[lineNumber]?.slice(0, character) ?? ''}${added}${lines[lineNumber]?.slice(character) ?? ''}`;
      text = lines.join('\n');
    }
    const { start, end } = anchor.in(text) ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe(expected);
  });

  it('follows several edits of one moment', () => {
    const anchor = new AnchoredRange('one\r\ntwo\r\n'.replaceAll('\r', ''), { start: 4, end: 7 });
    anchor.follow([
      { start: { line: 1, character: 1 }, end: { line: 1, character: 2 }, text: 'WW' },
      { start: { line: 0, character: 0 }, end: { line: 0, character: 3 }, text: 'a\r\nb' },
    ]);
    expect(anchor.in('a\nb\ntWWo\n')).toEqual({ start: 4, end: 8 });
  });

  it('knows that it does not know where the text has become another one', () => {
    expect(new AnchoredRange('one\n', { start: 0, end: 3 }).in('two\n')).toBeUndefined();
  });
});
