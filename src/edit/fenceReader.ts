// Reads the first fenced code block from an answer while it streams.
// Rules: https://spec.commonmark.org/0.31.2/#fenced-code-blocks

/** The parts cannot match the same characters, so a line of a million marks needs no backtracking. */
const openingFence = /^( {0,3})(?:(`{3,})[^`]*|(~{3,})[^]*)$/;

/** Takes the pieces of an answer in order and returns the code piece by piece, without the fence. Reads each character once. */
export class FenceReader {
  #state: 'before' | 'inside' | 'after' = 'before';
  /** The withheld part of the current line: all of it before the block; inside the block only while the line may be the closing fence. */
  #held: string[] = [];
  #closer = new Closer('');
  #indent = 0;
  /** The current line ends with a CR, which belongs to the line only if no LF follows. */
  #hasReturn = false;

  /** `inside` once the block is open, `after` once its closing fence has come. */
  get state(): 'before' | 'inside' | 'after' {
    return this.#state;
  }

  /** Takes the next piece of the answer; returns the code that is certain by now, which may be empty. */
  push(piece: string): string {
    // Joined once at the end: a string of a million small additions is slow to flatten when it is first read.
    const code: string[] = [];
    let start = 0;
    for (let end = piece.indexOf('\n'); end !== -1 && this.#state !== 'after'; end = piece.indexOf('\n', start)) {
      code.push(this.#take(piece.slice(start, end)), this.#endLine('\n'));
      start = end + 1;
    }
    if (this.#state !== 'after') {
      code.push(this.#take(piece.slice(start)));
    }
    return code.join('');
  }

  /** Call once, when the answer has ended: its last line may lack a line end. Returns the rest of the code. */
  end(): string {
    return this.#state === 'after' ? '' : this.#endLine('');
  }

  /** Takes a piece of the current line; returns the part of it that is certainly code. */
  #take(piece: string): string {
    if (piece === '') {
      return '';
    }
    const text = this.#hasReturn ? `\r${piece}` : piece;
    this.#hasReturn = text.endsWith('\r');
    const shown = this.#hasReturn ? text.slice(0, -1) : text;
    if (this.#state === 'inside' && !this.#closer.isPossible) {
      return shown;
    }
    this.#held.push(shown);
    if (this.#state === 'inside') {
      this.#closer.feed(shown);
      return this.#closer.isPossible ? '' : this.#dedent(this.#takeHeld());
    }
    return '';
  }

  #endLine(newline: string): string {
    this.#hasReturn = false;
    const held = this.#takeHeld();
    if (this.#state === 'before') {
      this.#open(held);
      return '';
    }
    const { isPossible, isWhole } = this.#closer;
    this.#closer.restart();
    if (isWhole) {
      this.#state = 'after';
      return '';
    }
    return (isPossible ? this.#dedent(held) : '') + newline;
  }

  #takeHeld(): string {
    const held = this.#held.join('');
    this.#held = [];
    return held;
  }

  #open(line: string): void {
    const [, indent = '', backticks, tildes] = openingFence.exec(line) ?? [];
    const marker = backticks ?? tildes;
    if (marker !== undefined) {
      this.#state = 'inside';
      this.#closer = new Closer(marker);
      this.#indent = indent.length;
    }
  }

  /** Removes as many leading spaces as the opening fence had. */
  #dedent(line: string): string {
    let spaces = 0;
    while (spaces < this.#indent && line[spaces] === ' ') {
      spaces += 1;
    }
    return line.slice(spaces);
  }
}

/** Recognizes a closing fence character by character: up to three spaces, enough marks, then blanks only. */
class Closer {
  readonly #mark: string;
  readonly #leastMarks: number;
  #spaces = 0;
  #marks = 0;
  #part: 'indent' | 'marks' | 'blanks' | 'none' = 'indent';

  constructor(marker: string) {
    this.#mark = marker.charAt(0);
    this.#leastMarks = marker.length;
  }

  get isPossible(): boolean {
    return this.#part !== 'none';
  }

  /** True if the line is a closing fence, should it end here. */
  get isWhole(): boolean {
    return this.isPossible && this.#marks >= this.#leastMarks;
  }

  restart(): void {
    this.#spaces = 0;
    this.#marks = 0;
    this.#part = 'indent';
  }

  feed(text: string): void {
    for (let index = 0; index < text.length && this.isPossible; index += 1) {
      this.#part = this.#partAfter(text.charAt(index));
    }
  }

  #partAfter(character: string): 'indent' | 'marks' | 'blanks' | 'none' {
    if (character === this.#mark && this.#part !== 'blanks') {
      this.#marks += 1;
      return 'marks';
    }
    if (this.#part === 'indent' && character === ' ' && this.#spaces < 3) {
      this.#spaces += 1;
      return 'indent';
    }
    const isBlank = character === ' ' || character === '\t';
    return isBlank && this.#marks >= this.#leastMarks ? 'blanks' : 'none';
  }
}
