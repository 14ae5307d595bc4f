import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeProposal } from '../../../src/edit/mergeProposal.ts';
import { texts } from './texts.ts';

// Rows: F25
describe('mergeProposal', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\nsix\n';
  const proposed = 'one\ntwo\nthree\nfour\nFIVE\nsix\n';

  it('gives the proposal where nothing changed meanwhile', () => {
    expect(mergeProposal(base, base, proposed)).toEqual({ kind: 'merged', text: proposed });
  });

  it('follows its lines when text was added above', () => {
    expect(mergeProposal(base, `zero\n${base}`, proposed)).toEqual({ kind: 'merged', text: `zero\n${proposed}` });
  });

  it('keeps what the user changed below', () => {
    const current = `${base}seven\n`.replace('seven', 'more\nseven');
    const merged = mergeProposal(`${base}seven\n`, current, `${proposed}seven\n`);
    expect(merged).toEqual({ kind: 'merged', text: `${proposed}more\nseven\n` });
  });

  it('refuses where the user changed the same line, or the one beside it', () => {
    expect(mergeProposal(base, base.replace('five', '5'), proposed).kind).toBe('conflict');
    expect(mergeProposal(base, base.replace('four', '4'), proposed).kind).toBe('conflict');
    expect(mergeProposal(base, base.replace('five\n', ''), proposed).kind).toBe('conflict');
  });

  it('never loses a line that either side added', () => {
    fc.assert(
      fc.property(texts, fc.nat(12), fc.nat(12), (text, ours, theirs) => {
        const insert = (line: string, at: number): string => {
          const lines = text.split('\n');
          return [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
        };
        const merged = mergeProposal(text, insert('THEIRS', theirs), insert('OURS', ours));
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
