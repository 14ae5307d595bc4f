import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SseReader } from '../../../src/api/sse.ts';

function read(parts: readonly Uint8Array[]): [string, string | undefined][] {
  const events: [string, string | undefined][] = [];
  const reader = new SseReader((data, name) => events.push([data, name]));
  parts.forEach((part) => reader.feed(part));
  reader.end();
  return events;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const marks = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return marks.slice(1).map((mark, index) => bytes.subarray(marks[index], mark));
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('server-sent events', () => {
  it.each([
    ['LF', 'data: a\n\ndata:b\n\n'],
    ['CRLF', 'data: a\r\n\r\ndata:b\r\n\r\n'],
    ['CR', 'data: a\r\rdata:b\r\r'],
    ['a byte order mark', '\uFEFFdata: a\n\ndata:b\n\n'],
    ['comments', ': PING\n\ndata: a\n\n: PING\n\ndata:b\n\n'],
    ['no last blank line', 'data: a\n\ndata:b'],
    ['a last CR', 'data: a\n\ndata:b\r'],
  ])('are read with %s', (_, text) => {
    expect(read([encode(text)])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
  });

  it('have a name and several lines', () => {
    expect(read([encode('event: error\ndata: a\ndata: b\n\n')])).toEqual([['a\nb', 'error']]);
  });

  it('are the same however the bytes are cut', () => {
    const piece = fc.constantFrom(
      'data: ',
      'data:',
      'é世🎉',
      'x',
      '\n',
      '\r\n',
      '\r',
      '\n\n',
      ': c',
      'event: e',
      'id: 1',
      '{"a":1}',
      '\uFEFF',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(500), { maxLength: 12 }), (pieces, places) => {
        const bytes = encode(pieces.join(''));
        expect(read(cut(bytes, places))).toEqual(read([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('longer than any real one are given up without an end of memory', () => {
    const reader = new SseReader(() => undefined);
    const part = encode('x'.repeat(4 * 1024 * 1024));
    reader.feed(encode('data: '));
    for (let count = 0; count < 5; count += 1) {
      reader.feed(part);
    }
    expect(reader.isOverflown).toBe(true);
    expect(() => reader.end()).not.toThrow();
  });
});
