// Parts of a message in its row and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherParts, layParts } from '../../../src/store/partLayout.ts';
import { storedPart, type AnswerPart } from '../../../src/shared/parts.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });
const part: fc.Arbitrary<AnswerPart> = fc.oneof(
  text.map((value): AnswerPart => ({ kind: 'text', text: value })),
  fc.record({ text, ms: fc.nat() }).map((more): AnswerPart => ({ kind: 'reasoning', ...more })),
  fc.record({ text, length: fc.nat() }).map((more): AnswerPart => ({ kind: 'text', ...more })),
  text.map((name): AnswerPart => ({ kind: 'tool-call', id: '1', name, arguments: '{}' })),
  text.map((value): AnswerPart => ({ kind: 'opaque', value: { kind: 'hologram', value } })),
);

describe('the layout of a message', () => {
  it('gives back any parts in their order', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expect(gatherParts(layParts(parts), undefined)).toEqual(parts.map(storedPart));
      }),
    );
  });

  it('keeps texts together, for a search', () => {
    const laid = layParts([
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'text', text: 'One ' },
      { kind: 'image', mediaType: 'image/png', data: '' },
      { kind: 'text', text: 'two' },
    ]);
    expect(laid).toMatchObject({ text: 'One two', reasoning: 'Hm' });
    expect(laid.rows).toHaveLength(1);
  });

  it.each(['', 'null', '[{"kind":"text"}]', '[]', '[null,null,null]', '[{"kind":"text","length":1}]', '[5,{}]'])(
    'that is damaged loses nothing: %s',
    (layout) => {
      const laid = { text: 'Said.', reasoning: 'Hm', rows: ['{"kind":"image"}', 'no JSON'], layout };
      const parts = gatherParts(laid, undefined) as readonly { kind: string; text?: string }[];
      const joined = (kind: string): string => parts.map((one) => (one.kind === kind ? (one.text ?? '') : '')).join('');
      expect([joined('text'), joined('reasoning')]).toEqual(['Said.', 'Hm']);
      expect(parts.filter(({ kind }) => kind === 'image')).toHaveLength(1);
    },
  );

  it('of before there were parts is that of its columns', () => {
    const laid = { text: 'Said.', reasoning: 'Hm', rows: [], layout: undefined };
    expect(gatherParts(laid, 7)).toEqual([
      { kind: 'reasoning', text: 'Hm', ms: 7 },
      { kind: 'text', text: 'Said.' },
    ]);
    const user = { text: 'Look.', reasoning: '', rows: ['{"id":"x"}', '{"id":"y"}'], layout: undefined };
    expect(gatherParts(user, undefined)).toEqual([
      { kind: 'text', text: 'Look.' },
      { kind: 'attachment', attachment: { id: 'x' } },
      { kind: 'attachment', attachment: { id: 'y' } },
    ]);
  });
});
