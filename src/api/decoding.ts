// Decompresses bodies. We ask for no compression, but some proxies compress all the same, and undici does not decompress (wire.md, row
// 59). Content-Encoding is wrong at times, so the first bytes of a body count for more than its label.
import { once } from 'node:events';
import type { Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';

type Coding = 'gzip' | 'deflate' | 'br' | 'zstd';
type Decoder = Transform & zlib.Zlib;

/** How many bytes of a labelled body decide whether it is compressed. */
const bytesToTell = 8;

const syncFlush = zlib.constants.Z_SYNC_FLUSH;
const brotliFlush = zlib.constants.BROTLI_OPERATION_FLUSH;

const gzipMark: readonly number[] = [0x1f, 0x8b];
const zstdMark: readonly number[] = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The decompressed bytes of a body. `label` is its Content-Encoding: one coding, or several in the order in which they were applied.
 * `meter.received` counts the bytes before decompression; it is Infinity where nothing was compressed and there was no label. Rejects as
 * the source does, after all bytes that came before the failure.
 */
export function decoded(
  source: AsyncIterable<Uint8Array>,
  label: string | undefined,
  meter: { received: number },
): AsyncIterator<Uint8Array> {
  const codings = (label ?? '').split(',').flatMap((name) => codingOf(name.trim().toLowerCase()));
  return codings.length === 0
    ? new Unlabelled(source, meter)
    : codings.reduceRight((packed, coding) => unpacked(packed, coding), counted(source, meter));
}

/**
 * A body without a label. It is nearly always text, whose chunks are passed on as they are: a generator around them would take as long as
 * reading them.
 */
class Unlabelled implements AsyncIterator<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #meter: { received: number };
  /** Undefined until the first bytes have shown whether the body is compressed. */
  #chunks: AsyncIterator<Uint8Array> | undefined;

  constructor(source: AsyncIterable<Uint8Array>, meter: { received: number }) {
    this.#source = source;
    this.#meter = meter;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    return this.#chunks?.next() ?? this.#begin();
  }

  async #begin(): Promise<IteratorResult<Uint8Array>> {
    const source = this.#source[Symbol.asyncIterator]();
    const { first, broken } = await begin(source, undefined);
    const decoder = decoderOf(first, undefined);
    if (decoder !== undefined) {
      const packed = counted(continued(first, source, broken), this.#meter);
      this.#chunks = passThrough(packed, decoder)[Symbol.asyncIterator]();
      return this.#chunks.next();
    }
    // A body that is not decompressed cannot grow, so it must never count as inflated.
    this.#meter.received = Infinity;
    this.#chunks = broken === undefined ? source : continued(new Uint8Array(), source, broken);
    return first.length > 0 ? { done: false, value: first } : this.#chunks.next();
  }
}

/** Empty for codings that change nothing, and for unknown ones. */
function codingOf(name: string): readonly Coding[] {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return ['gzip'];
    case 'deflate':
    case 'br':
    case 'zstd':
      return [name];
    default:
      return [];
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, meter: { received: number }): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    meter.received += bytes.length;
    yield bytes;
  }
}

async function* unpacked(source: AsyncGenerator<Uint8Array>, coding: Coding): AsyncGenerator<Uint8Array> {
  const { first, broken } = await begin(source, coding);
  const decoder = decoderOf(first, coding);
  const rest = continued(first, source, broken);
  yield* decoder === undefined ? rest : passThrough(rest, decoder);
}

interface Beginning {
  readonly first: Uint8Array;
  /** The error with which the body broke off meanwhile. */
  readonly broken: { readonly by: unknown } | undefined;
}

/** Reads until there are enough bytes to tell whether the body is compressed. */
async function begin(source: AsyncIterator<Uint8Array>, coding: Coding | undefined): Promise<Beginning> {
  let first: Uint8Array = new Uint8Array();
  let broken: Beginning['broken'];
  try {
    while (first.length < bytesNeeded(first, coding)) {
      const next = await source.next();
      if (next.done === true) {
        break;
      }
      first = Buffer.concat([first, next.value]);
    }
  } catch (by) {
    broken = { by };
  }
  return { first, broken };
}

async function* continued(
  first: Uint8Array,
  source: AsyncIterator<Uint8Array>,
  broken: Beginning['broken'],
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) {
    yield first;
  }
  if (broken !== undefined) {
    throw broken.by;
  }
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    yield next.value;
  }
}

/** How many bytes are needed. Without a label, a text never waits for more than its first byte. */
function bytesNeeded(first: Uint8Array, coding: Coding | undefined): number {
  if (coding !== undefined) {
    return bytesToTell;
  }
  return first[0] === gzipMark[0] || first[0] === zstdMark[0] ? zstdMark.length : 1;
}

/** Undefined for a body that is not compressed. */
function decoderOf(first: Uint8Array, coding: Coding | undefined): Decoder | undefined {
  // A labelled body that broke off within its magic number is a broken compressed body, not a plain one.
  if (beginsWith(first, gzipMark) || (coding === 'gzip' && isCutOff(first, gzipMark))) {
    return zlib.createGunzip({ flush: syncFlush });
  }
  if (beginsWith(first, zstdMark) || (coding === 'zstd' && isCutOff(first, zstdMark))) {
    return zlib.createZstdDecompress();
  }
  switch (coding) {
    case 'deflate':
      return deflateDecoder(first);
    case 'br':
      return isPlain(first, () => zlib.brotliDecompressSync(first, { finishFlush: brotliFlush }))
        ? undefined
        : zlib.createBrotliDecompress({ flush: brotliFlush });
    case 'gzip':
    case 'zstd':
    case undefined:
      return undefined;
  }
}

/** Some servers send deflate without the zlib header that belongs to it. */
function deflateDecoder(first: Uint8Array): Decoder | undefined {
  if (hasZlibHeader(first)) {
    return zlib.createInflate({ flush: syncFlush });
  }
  return isPlain(first, () => zlib.inflateRawSync(first, { finishFlush: syncFlush }))
    ? undefined
    : zlib.createInflateRaw({ flush: syncFlush });
}

/** Raw deflate and Brotli have no magic number: a body is plain if it looks like text and cannot be decompressed. */
function isPlain(first: Uint8Array, unpack: () => unknown): boolean {
  if (!isText(first)) {
    return false;
  }
  try {
    unpack();
    return false;
  } catch {
    return true;
  }
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

function isCutOff(bytes: Uint8Array, mark: readonly number[]): boolean {
  return bytes.length < mark.length && bytes.every((byte, index) => byte === mark[index]);
}

function hasZlibHeader([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/**
 * Writes the source to the decoder. Unlike a pipeline, it loses no bytes that came before a failure: zlib drops its buffer when its input
 * ends too early, so the decoder is flushed first.
 */
function passThrough(source: AsyncIterable<Uint8Array>, decoder: Decoder): Readable {
  // A destroyed stream also emits `error`, which needs a listener; the reader gets the error from the iterator.
  decoder.on('error', () => undefined);
  void (async () => {
    let failure: Error | undefined;
    try {
      for await (const chunk of source) {
        if (!decoder.write(chunk)) {
          await once(decoder, 'drain');
        }
      }
    } catch (thrown) {
      failure = thrown instanceof Error ? thrown : new Error('The body broke off.');
    }
    decoder.flush(() => {
      // A reader that waits for the flushed bytes has read them one turn of the event loop later.
      setImmediate(() => (failure === undefined ? decoder.end() : decoder.destroy(failure)));
    });
  })();
  return decoder;
}
