import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeProposal, type MergeResult } from '../../../src/edit/mergeProposal.ts';
import { texts } from './texts.ts';

/** Of a proposal for the whole text. */
function merge(base: string, current: string, proposed: string): MergeResult {
  return mergeProposal(base, current, proposed, { before: { start: 0, end: base.length }, now: undefined });
}

// Rows: F25
describe('mergeProposal', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\nsix\n';
  const proposed = 'one\ntwo\nthree\nfour\nFIVE\nsix\n';

  it('gives the proposal where nothing changed meanwhile', () => {
    expect(merge(base, base, proposed)).toEqual({ kind: 'merged', text: proposed });
  });

  it('follows its lines when text was added above', () => {
    expect(merge(base, `zero\n${base}`, proposed)).toEqual({ kind: 'merged', text: `zero\n${proposed}` });
  });

  it('keeps what the user changed below', () => {
    const current = `${base}seven\n`.replace('seven', 'more\nseven');
    const merged = merge(`${base}seven\n`, current, `${proposed}seven\n`);
    expect(merged).toEqual({ kind: 'merged', text: `${proposed}more\nseven\n` });
  });

  it('refuses where the user changed the same line, or the one beside it', () => {
    expect(merge(base, base.replace('five', '5'), proposed).kind).toBe('conflict');
    expect(merge(base, base.replace('four', '4'), proposed).kind).toBe('conflict');
    expect(merge(base, base.replace('five\n', ''), proposed).kind).toBe('conflict');
  });

  it('means the lines that were asked for, among others of the same text', () => {
    const repeated = '}\na();\n}\na();\n}\n}\n}\nx\n';
    const range = { before: { start: 0, end: '}\na();\n}'.length }, now: undefined };
    const current = repeated.replace('}\n}\n}', '}\nTHEIRS\n}\n}');
    const ours = repeated.replace('}\na();\n}', 'OURS');
    expect(mergeProposal(repeated, current, ours, range)).toEqual({
      kind: 'merged',
      text: current.replace('}\na();\n}', 'OURS'),
    });
    // What was changed by hand elsewhere counts, too.
    expect(mergeProposal(repeated, current, ours.replace('x', 'y'), range)).toMatchObject({ kind: 'merged' });
  });

  it('never loses a line that either side added', () => {
    fc.assert(
      fc.property(texts, fc.nat(12), fc.nat(12), (text, ours, theirs) => {
        const insert = (line: string, at: number): string => {
          const lines = text.split('\n');
          return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
        };
        const merged = merge(text, insert('THEIRS', theirs), insert('OURS', ours));
        if (merged.kind === 'merged') {
          const lines = merged.text.split('\n');
          expect(lines).toContain('OURS');
          expect(lines).toContain('THEIRS');
          expect(lines.filter((line) => line !== 'OURS' && line !== 'THEIRS').join('\n')).toBe(text);
        }
      }),
    );
  });
});
