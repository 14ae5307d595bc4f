import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ReadAhead } from '../../../src/api/transport/readAhead.ts';
import type { ByteSource } from '../../../src/api/transport/transport.ts';

/** Gives the chunks at once, then fails or ends; counts what was taken. */
class Given implements ByteSource {
  taken = 0;
  isCancelled = false;
  readonly #chunks: readonly Uint8Array[];
  readonly #failure: Error | undefined;

  constructor(chunks: readonly Uint8Array[], failure?: Error) {
    this.#chunks = chunks;
    this.#failure = failure;
  }

  read(): Promise<Uint8Array | undefined> {
    const chunk = this.#chunks[this.taken];
    this.taken += 1;
    return chunk === undefined && this.#failure !== undefined ? Promise.reject(this.#failure) : Promise.resolve(chunk);
  }

  cancel(): void {
    this.isCancelled = true;
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

async function readAll(source: ByteSource): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (let piece = await source.read(); piece !== undefined; piece = await source.read()) {
    pieces.push(piece);
  }
  return pieces;
}

describe('reading ahead', () => {
  it('gives what came before a failure, then the failure, each time', async () => {
    const ahead = new ReadAhead(new Given([bytes('a'), bytes('b')], new Error('reset')));
    await setImmediate();
    expect(String(await ahead.read())).toBe('ab');
    await expect(ahead.read()).rejects.toThrow('reset');
    await expect(ahead.read()).rejects.toThrow('reset');
  });

  it('ends after the last bytes', async () => {
    const ahead = new ReadAhead(new Given([bytes('a')]));
    expect(String(await ahead.read())).toBe('a');
    expect(await ahead.read()).toBeUndefined();
    expect(await ahead.read()).toBeUndefined();
  });

  it('leaves more than a quarter of a megabyte to the network until it is read', async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const source = new Given([chunk, chunk, chunk, chunk, chunk]);
    const ahead = new ReadAhead(source);
    await setImmediate();
    expect(source.taken).toBe(4);
    expect((await ahead.read())?.length).toBe(chunk.length);
    await setImmediate();
    expect(source.taken).toBe(5);
    expect((await readAll(ahead)).length).toBe(4);
  });

  it('joins short pieces, leaves long ones as they are, and loses none', async () => {
    const sizes = [100_000, 10, 20, 60_000, 6_000, 1, 65_535, 70_000];
    const chunks = sizes.map((size, index) => Buffer.alloc(size, index));
    const ahead = new ReadAhead(new Given(chunks));
    await setImmediate();
    const pieces = await readAll(ahead);
    expect(pieces.map(({ length }) => length)).toEqual([100_000, 60_030, 6_001, 65_535, 70_000]);
    expect(Buffer.concat(pieces).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('passes a cancellation on', () => {
    const source = new Given([]);
    new ReadAhead(source).cancel();
    expect(source.isCancelled).toBe(true);
  });
});
