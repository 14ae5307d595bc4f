// The parts of messages: what passes through whole, and where pieces go.
import { describe, expect, it } from 'vitest';
import { parseChatMessage } from '../../../src/shared/chat.ts';
import { growParts, placeOf, storedPart, type AnswerPart, type GrowingKind } from '../../../src/shared/parts.ts';

const ofNewerVersion = { kind: 'hologram', depth: [1, { colour: 'red' }], __proto: 1 };
const known = [
  { kind: 'reasoning', text: 'Hm', ms: 12, signature: 'of a newer version' },
  { kind: 'text', text: 'So.' },
  { kind: 'tool-call', id: '1', name: 'read', arguments: '{}' },
  { kind: 'tool-result', callId: '1', text: 'It says.', isError: false },
  { kind: 'image', mediaType: 'image/png', data: 'AAAA' },
  { kind: 'edit', label: 'a.ts', uri: 'file:///a.ts', text: 'x', state: 'accepted' },
];

const answerWith = (parts: readonly unknown[]) =>
  parseChatMessage({ id: 'a', role: 'assistant', model: 'm', status: 'ended', parts });
const userWith = (parts: readonly unknown[]) => parseChatMessage({ id: 'q', role: 'user', parts });

describe('a part', () => {
  it('of an answer is read with all that it has', () => {
    expect(answerWith(known)?.parts).toEqual(known);
  });

  it.each([
    ofNewerVersion,
    { kind: 5 },
    {},
    { kind: 'text', text: ['of', 'a', 'newer', 'version'] },
    { kind: 'opaque', other: 1 },
    { kind: 'image', url: 'https://x.test' },
  ])('that is not known takes nothing away from its neighbours, and goes back as it came: %j', (part) => {
    const [text] = [{ kind: 'text', text: 'Here.' }];
    for (const message of [answerWith([text, part, text]), userWith([text, part, text])]) {
      expect(message?.parts).toEqual([text, { kind: 'opaque', value: part }, text]);
      expect(message?.parts.map(storedPart)).toEqual([text, part, text]);
      // As it crosses to the panel.
      expect(parseChatMessage(structuredClone(message))).toEqual(message);
    }
  });

  it('that is an attachment of a kind that is not known is one, with all that it has', () => {
    const attachment = { id: 'x', kind: 'hologram', label: 'Room', depth: 3 };
    const parts = [{ kind: 'attachment', attachment }];
    expect(userWith(parts)?.parts).toEqual(parts);
    expect(userWith([{ kind: 'attachment', attachment: { kind: 'hologram' } }])?.parts).toMatchObject([
      { kind: 'opaque' },
    ]);
  });

  it('that came from a file stays wrapped', () => {
    const part = { kind: 'opaque', value: { kind: 'edit' }, isImported: true } as const;
    expect(answerWith([part])?.parts.map(storedPart)).toEqual([part]);
  });
});

describe('pieces of an answer', () => {
  const grow = (parts: readonly AnswerPart[], pieces: readonly (readonly [GrowingKind, string])[]) =>
    pieces.reduce((grown, [kind, text]) => growParts(grown, { part: placeOf(grown, kind), kind, text }), parts);
  const call: AnswerPart = { kind: 'tool-call', id: '1', name: 'read', arguments: '{}' };

  it('go to one reasoning and one text, the reasoning first, however they come', () => {
    expect(
      grow(
        [],
        [
          ['text', 'On'],
          ['reasoning', 'H'],
          ['text', 'e'],
          ['reasoning', 'm'],
        ],
      ),
    ).toEqual([
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'text', text: 'One' },
    ]);
  });

  it('begin anew behind a part of another kind, which stays where it is', () => {
    const before: readonly AnswerPart[] = [{ kind: 'text', text: 'I look.' }, call];
    expect(
      grow(before, [
        ['text', 'It '],
        ['reasoning', 'Hm'],
        ['text', 'says.'],
      ]),
    ).toEqual([...before, { kind: 'reasoning', text: 'Hm' }, { kind: 'text', text: 'It says.' }]);
    expect(before).toHaveLength(2);
  });

  it('keep what else a part has', () => {
    expect(growParts([{ kind: 'reasoning', text: 'H', ms: 3 }], { part: 0, kind: 'reasoning', text: 'm' })).toEqual([
      { kind: 'reasoning', text: 'Hm', ms: 3 },
    ]);
  });
});
