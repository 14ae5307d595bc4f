// Searches a long text for many short ones at once and ignores characters that do not count. The time is linear in the long text.

/** A stretch of text from the first character of a piece to the end of the last piece that overlaps it; `end` is exclusive. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** False where each of its pieces could be part of any text. */
  readonly isSure: boolean;
}

interface Reduced {
  /** One code for each character that counts. */
  readonly codes: Uint8Array;
  /** The index in the text of each of these characters. */
  readonly places: Uint32Array;
}

/** The ASCII characters that count. Case is ignored. */
export class Alphabet {
  /** The code that each ASCII code is compared as; 0 for a character that does not count. */
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

  /** The characters that count in each window of `size` characters; a shorter text is one window. */
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

/** Finds candidates by a rolling hash over as many characters as the shortest piece has, then compares whole pieces. */
export class Sieve {
  readonly #alphabet: Alphabet;
  readonly #pieces: ReadonlyMap<string, number>;
  /** The lengths of the pieces, longest first. */
  readonly #lengths: readonly number[];
  readonly #shortest: number;
  /** 1 in the slot of each piece's beginning. Its length is a power of two, more than 16 times the number of pieces. */
  readonly #beginnings: Uint8Array;
  /** The factor that a character has in the hash when it leaves the window. */
  readonly #leaving: number;

  /**
   * `pieces` maps each piece to the number of different characters that make it sure. There must be at least one piece, none empty, and
   * all of the alphabet's characters only.
   */
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

  /** The places of the pieces, in order and without overlaps. */
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

  /** The indexes at which a piece may begin. */
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

  /** The longest piece that begins at `start`. */
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
