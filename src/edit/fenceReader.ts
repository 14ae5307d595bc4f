// Reads the first fenced code block out of an answer while it streams.
// Rules: https://spec.commonmark.org/0.31.2/#fenced-code-blocks

const openingFence = /^( {0,3})(`{3,}|~{3,})([^`]*)$/;

/** Feed it the pieces of an answer in order; it gives back the code, piece by piece, without the fence. */
export class FenceReader {
  #state: 'before' | 'inside' | 'after' = 'before';
  #line = '';
  #marker = '';
  #indent = 0;
  /** Characters of the current line that have been given out already. */
  #given = 0;

  /** Whether the block was opened, and whether its closing fence has come. */
  get state(): 'before' | 'inside' | 'after' {
    return this.#state;
  }

  /** Takes the next piece of the answer; returns the code that is certain by now, possibly nothing. */
  push(piece: string): string {
    let code = '';
    let rest = piece;
    for (let newline = rest.indexOf('\n'); newline !== -1 && this.#state !== 'after'; newline = rest.indexOf('\n')) {
      this.#line += rest.slice(0, newline);
      rest = rest.slice(newline + 1);
      code += this.#endLine('\n');
    }
    if (this.#state === 'after') {
      return code;
    }
    this.#line += rest;
    return code + this.#givePartialLine();
  }

  /** The answer has ended: its last line may lack a newline. */
  end(): string {
    return this.#state === 'after' ? '' : this.#endLine('');
  }

  #endLine(newline: string): string {
    const line = this.#line.replace(/\r$/, '');
    const given = this.#given;
    this.#line = '';
    this.#given = 0;
    if (this.#state === 'before') {
      this.#open(line);
      return '';
    }
    if (this.#isClosing(line)) {
      this.#state = 'after';
      return '';
    }
    return this.#dedent(line).slice(given) + newline;
  }

  #open(line: string): void {
    const match = openingFence.exec(line);
    const marker = match?.[2];
    if (match && marker !== undefined) {
      this.#state = 'inside';
      this.#marker = marker;
      this.#indent = match[1]?.length ?? 0;
    }
  }

  #isClosing(line: string): boolean {
    const closing = /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1];
    return closing?.startsWith(this.#marker) === true;
  }

  /** A line that may still turn into the closing fence is held back. */
  #givePartialLine(): string {
    if (this.#state !== 'inside' || this.#line.endsWith('\r') || /^ {0,3}[`~]*[ \t]*$/.test(this.#line)) {
      return '';
    }
    const line = this.#dedent(this.#line);
    const piece = line.slice(this.#given);
    this.#given = line.length;
    return piece;
  }

  /** Content loses as many leading spaces as its opening fence had. */
  #dedent(line: string): string {
    let spaces = 0;
    while (spaces < this.#indent && line[spaces] === ' ') {
      spaces += 1;
    }
    return line.slice(spaces);
  }
}
