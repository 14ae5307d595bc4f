// Finds what is left of secrets in a text: pieces of them in each form in which they could come back, whatever stands between.
import { readingsOf, type Reading } from './readings.ts';
import { Alphabet, Sieve, type Run } from './sieve.ts';

/** So much of a secret is a secret, though the rest be missing: texts are cut, by gateways and by us. In characters. */
const leastOfSecret = 12;

/** A piece of fewer different characters (a run of zeros) is one only beside another, if there is another. */
const leastDifferent = 4;

/** Fewer letters and digits than these stand in many texts; then the punctuation between them counts, too. */
const leastToTell = 8;

const letters = new Alphabet(/[a-z\d]/);
const printable = new Alphabet(/[!-~]/);

/** The secrets are in ASCII. The time to look grows with the length of the text only. */
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

  /** Where they stand: in order, apart from each other. */
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

/** The secret as it is, decoded, backwards, in hexadecimal and in base64, also twice. What is too short to be told is left out. */
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

/** What stands in base64 wherever the text begins in it: the characters that depend on nothing else, by its three alignments. */
function base64Cores(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + text).toString('base64');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + Buffer.byteLength(text)) * 8) / 6);
    return encoded.slice(first, last);
  });
}
