// Looks for many short texts at once in a long one, past all characters that do not count. Linear in the long one.

/** From the first character of a piece to the end of the last of those that overlap it. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** False where no piece in it can be told from what stands in any text. */
  readonly isSure: boolean;
}

interface Reduced {
  /** One for each character that counts. */
  readonly codes: Uint8Array;
  /** Where each of them stood. */
  readonly places: Uint32Array;
}

/** The characters of ASCII that count; case is no difference. */
export class Alphabet {
  /** What each code counts as; 0 does not count. */
  readonly #codes: Uint8Array;

  constructor(counting: RegExp) {
    this.#codes = Uint8Array.from({ length: 128 }, (_, code) => {
      const character = String.fromCharCode(code).toLowerCase();
      return counting.test(character) ? character.charCodeAt(0) : 0;
    });
  }

  reduce(text: string): Reduced {
    const codes = new Uint8Array(text.length);
    const places = new Uint32Array(text.length);
    let length = 0;
    for (let place = 0; place < text.length; place += 1) {
      const code = this.#codes[text.charCodeAt(place)] ?? 0;
      if (code !== 0) {
        codes[length] = code;
        places[length] = place;
        length += 1;
      }
    }
    return { codes: codes.subarray(0, length), places: places.subarray(0, length) };
  }

  /** What counts of each `size` characters of the text; of all, where it has no more. */
  windows(text: string, size: number): string[] {
    const { codes, places } = this.reduce(text);
    const reduced = textOf(codes);
    const windows: string[] = [];
    let first = 0;
    let end = 0;
    for (let start = 0; start === 0 || start + size <= text.length; start += 1) {
      while (first < places.length && (places[first] ?? 0) < start) {
        first += 1;
      }
      while (end < places.length && (places[end] ?? 0) < start + size) {
        end += 1;
      }
      windows.push(reduced.slice(first, end));
    }
    return windows;
  }
}

function textOf(codes: Uint8Array): string {
  return Buffer.from(codes.buffer, codes.byteOffset, codes.length).toString('latin1');
}

/** Any odd number spreads well enough. */
const hashBase = 0x01000193;

/** Looks by the hash of as many characters as the shortest piece has, then for whole pieces. */
export class Sieve {
  readonly #alphabet: Alphabet;
  readonly #pieces: ReadonlyMap<string, number>;
  /** The longest first. */
  readonly #lengths: readonly number[];
  readonly #shortest: number;
  /** 1 for the hashes of the beginnings of pieces. Its length is a power of two, much larger than their number. */
  readonly #beginnings: Uint8Array;
  /** What a character still counts in the hash when it leaves. */
  readonly #leaving: number;

  /** `pieces`: one at least, none of them empty, of the alphabet's characters only; and how many different ones make each sure. */
  constructor(pieces: ReadonlyMap<string, number>, alphabet: Alphabet) {
    this.#alphabet = alphabet;
    this.#pieces = pieces;
    this.#lengths = [...new Set([...pieces.keys()].map(({ length }) => length))].sort((one, other) => other - one);
    this.#shortest = Math.min(...this.#lengths);
    this.#beginnings = new Uint8Array(2 ** Math.ceil(Math.log2(pieces.size * 16 + 1)));
    let leaving = 1;
    for (let count = 1; count < this.#shortest; count += 1) {
      leaving = Math.imul(leaving, hashBase);
    }
    this.#leaving = leaving;
    for (const piece of pieces.keys()) {
      let hash = 0;
      for (let index = 0; index < this.#shortest; index += 1) {
        hash = Math.imul(hash, hashBase) + piece.charCodeAt(index);
      }
      this.#beginnings[this.#slot(hash)] = 1;
    }
  }

  /** Where pieces stand: in order, apart from each other. */
  find(text: string): Run[] {
    const { codes, places } = this.#alphabet.reduce(text);
    const starts = this.#candidates(codes);
    if (starts.length === 0) {
      return [];
    }
    const reduced = textOf(codes);
    const runs: Run[] = [];
    let last: { start: number; end: number; isSure: boolean } | undefined;
    for (const start of starts) {
      const piece = this.#pieceAt(reduced, start);
      if (piece === undefined) {
        continue;
      }
      const from = places[start] ?? 0;
      const end = (places[start + piece.length - 1] ?? 0) + 1;
      if (last !== undefined && from < last.end) {
        last.end = Math.max(last.end, end);
        last.isSure ||= this.#isSure(piece);
      } else {
        last = { start: from, end, isSure: this.#isSure(piece) };
        runs.push(last);
      }
    }
    return runs;
  }

  /** Where a piece may begin. */
  #candidates(codes: Uint8Array): number[] {
    const starts: number[] = [];
    let hash = 0;
    for (let index = 0; index < codes.length; index += 1) {
      const gone = codes[index - this.#shortest] ?? 0;
      hash = Math.imul(hash - Math.imul(gone, this.#leaving), hashBase) + (codes[index] ?? 0);
      if (index >= this.#shortest - 1 && this.#beginnings[this.#slot(hash)] === 1) {
        starts.push(index - this.#shortest + 1);
      }
    }
    return starts;
  }

  #isSure(piece: string): boolean {
    return new Set(piece).size >= (this.#pieces.get(piece) ?? 0);
  }

  /** The longest piece that begins there. */
  #pieceAt(reduced: string, start: number): string | undefined {
    for (const length of this.#lengths) {
      const piece = reduced.slice(start, start + length);
      if (this.#pieces.has(piece)) {
        return piece;
      }
    }
    return undefined;
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#beginnings.length - 1);
  }
}
