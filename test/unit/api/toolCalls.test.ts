import { describe, expect, it } from 'vitest';
import { ToolCallAssembler } from '../../../src/api/toolCalls.ts';

function assemble(...deltas: unknown[]): ToolCallAssembler {
  const assembler = new ToolCallAssembler();
  deltas.forEach((delta) => assembler.accept(delta));
  return assembler;
}

describe('tool calls', () => {
  it('are put together by index, with ids repeated, empty or the word null', () => {
    const calls = assemble(
      [{ index: 0, id: 'a', function: { name: 'one', arguments: '{"x"' } }],
      [{ index: 1, id: 'b', function: { name: 'two', arguments: '{}' } }],
      [{ index: 0, id: '', function: { name: null, arguments: ':1' } }],
      [{ index: 0, id: 'null', function: { arguments: '}' } }],
      [{ index: 1, id: 'b', function: { arguments: '' } }],
    );
    expect(calls.finish()).toEqual([
      { id: 'a', name: 'one', arguments: '{"x":1}' },
      { id: 'b', name: 'two', arguments: '{}' },
    ]);
  });

  it('that share an index are told apart by their ids', () => {
    const calls = assemble(
      [{ index: 0, id: 'a', function: { name: 'one', arguments: '{}' } }],
      [{ index: 0, id: 'b', function: { name: 'two', arguments: '{"y":' } }],
      [{ index: 0, function: { arguments: '2}' } }],
    );
    expect(calls.finish().map((call) => [call.name, call.arguments])).toEqual([
      ['one', '{}'],
      ['two', '{"y":2}'],
    ]);
  });

  it('without id and index, with arguments as an object, get ids of their own', () => {
    const calls = assemble([
      { function: { name: 'one', arguments: { x: 1 } } },
      { function: { name: 'two' } },
    ]).finish();
    expect(calls.map((call) => [call.name, call.arguments])).toEqual([
      ['one', '{"x":1}'],
      ['two', '{}'],
    ]);
    expect(new Set(calls.map((call) => call.id)).size).toBe(2);
    expect(calls.every((call) => call.id.length > 5)).toBe(true);
  });

  it('take the id that comes after the first piece', () => {
    const calls = assemble(
      [{ index: 0, function: { name: 'one', arguments: '{' } }],
      [{ index: 0, id: 'a', function: { arguments: '}' } }],
    );
    expect(calls.finish()).toEqual([{ id: 'a', name: 'one', arguments: '{}' }]);
  });

  it('that were cut off are not given', () => {
    const calls = assemble(
      [{ index: 0, id: 'a', function: { name: 'one', arguments: '{}' } }],
      [{ index: 1, id: 'b', function: { name: 'two', arguments: '{"pa' } }],
    );
    expect(calls.finishComplete().map((call) => call.id)).toEqual(['a']);
  });

  it.each([
    ['whole', ['{"x":', '1}'], ['{"x":1}', '{}']],
    ['whole, with white space behind it', ['{"x":1}', ' \n'], ['{"x":1} \n', '{}']],
    ['a word', ['true'], ['true', '{}']],
    ['not whole', ['{"x":', '"}"'], ['{"x":"}"']],
    ['whole by its brackets, but no JSON', ['{"x" 1}'], ['{"x" 1}']],
    ['followed by something', ['{"x":1}', '}'], ['{"x":1}}']],
  ])('without id and index are followed by another name where their arguments are %s', (_, written, expected) => {
    const [first, ...rest] = written.map((piece) => ({ function: { arguments: piece } }));
    const calls = assemble(
      { function: { name: 'one', ...first?.function } },
      ...rest,
      // Asked again and again, the answer is the same.
      ...(expected.length > 1 ? [] : [{ function: { name: 'two' } }]),
      { function: { name: 'two' } },
    ).finish();
    expect(calls.map((call) => call.arguments)).toEqual(expected);
  });

  it('ignore rubbish', () => {
    expect(assemble([null, 1, 'x', {}], 'x', undefined).finish()).toEqual([]);
  });
});
