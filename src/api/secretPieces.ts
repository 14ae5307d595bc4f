// Finds pieces of secrets in a text, in each encoded form in which a server may return them, with whatever characters in between.
import { readingsOf, type Reading } from './readings.ts';
import { Alphabet, Sieve, type Run } from './sieve.ts';

/** In characters. A piece of this length is removed even where the rest of the secret is missing: gateways and we ourselves cut texts. */
const leastOfSecret = 12;

/**
 * A piece with fewer different characters (a run of zeros) counts only where it overlaps a better piece, unless the secret has no better
 * one.
 */
const leastDifferent = 4;

/** A piece with fewer letters and digits than this occurs in many texts, so its punctuation must match, too. */
const leastToTell = 8;

const letters = new Alphabet(/[a-z\d]/);
const printable = new Alphabet(/[!-~]/);

/** The secrets must be ASCII. The time of a search is linear in the length of the text. */
export class SecretPieces {
  readonly #sieves: readonly Sieve[];

  constructor(secrets: readonly string[]) {
    const byLetters = new Map<string, number>();
    const byAll = new Map<string, number>();
    for (const form of new Set(secrets.flatMap((secret) => [...formsOf(secret)]))) {
      const whole = printable.windows(form, leastOfSecret);
      const isMixed = whole.some((piece) => differentIn(piece) >= leastDifferent);
      const enough = isMixed ? leastDifferent : Math.max(...whole.map(differentIn));
      for (const [index, piece] of letters.windows(form, leastOfSecret).entries()) {
        if (piece.length >= leastToTell) {
          byLetters.set(piece, enough);
        } else {
          byAll.set(whole[index] ?? '', enough);
        }
      }
    }
    byAll.delete('');
    this.#sieves = [
      ...(byLetters.size === 0 ? [] : [new Sieve(byLetters, letters)]),
      ...(byAll.size === 0 ? [] : [new Sieve(byAll, printable)]),
    ];
  }

  /** The places of the pieces, in order and without overlaps. */
  find(text: string): Run[] {
    const found = readingsOf(text).flatMap((reading) =>
      this.#sieves.flatMap((sieve) => sieve.find(reading.text).map((run) => inOriginal(run, reading))),
    );
    const runs: Run[] = [];
    for (const run of found.sort((one, other) => one.start - other.start)) {
      const last = runs.at(-1);
      if (last !== undefined && run.start < last.end) {
        const end = Math.max(last.end, run.end);
        runs[runs.length - 1] = { start: last.start, end, isSure: last.isSure || run.isSure };
      } else {
        runs.push(run);
      }
    }
    return runs.filter(({ isSure }) => isSure);
  }
}

function differentIn(piece: string): number {
  return new Set(piece).size;
}

function inOriginal({ start, end, isSure }: Run, { starts }: Reading): Run {
  return { start: starts?.[start] ?? start, end: starts?.[end] ?? end, isSure };
}

/**
 * The secret as it is, decoded, reversed, in hexadecimal, in base64, and in base64 twice. Encoded forms that are too short to be told
 * from other text are left out.
 */
function* formsOf(secret: string): Generator<string> {
  for (const written of [secret, backwards(secret)]) {
    yield* readingsOf(written).map(({ text }) => text);
    const inner = base64Cores(written);
    const encoded = [Buffer.from(written).toString('hex'), ...inner];
    const twice = inner.flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]).flatMap(base64Cores);
    yield* [...encoded, ...encoded.map(backwards), ...twice].filter(({ length }) => length >= leastToTell);
  }
}

function backwards(text: string): string {
  return Array.from(text).reverse().join('');
}

/** The characters of the text's base64 that do not depend on what surrounds the text, for each of its three alignments. */
function base64Cores(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + text).toString('base64');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + Buffer.byteLength(text)) * 8) / 6);
    return encoded.slice(first, last);
  });
}
