// Separates the reasoning that models write into their answer as a `<think>` block. Only a block at the very start counts (wire.md, row
// 49).

const openTag = '<think>';
const closeTag = '</think>';

/** Receives the pieces, in order. */
export interface ThinkSink {
  text(piece: string): void;
  reasoning(piece: string): void;
}

/** Splits content into reasoning and text, wherever the tags are cut. The time is linear in the length of the content. */
export class ThinkTags {
  readonly #sink: ThinkSink;
  #state: 'start' | 'thinking' | 'after' | 'text' = 'start';
  /** White space at the very start, which is text unless reasoning follows. */
  #blanks: string[] = [];
  /** The beginning of a tag that is not complete yet. */
  #held = '';

  constructor(sink: ThinkSink) {
    this.#sink = sink;
  }

  feed(content: string): void {
    if (this.#state === 'text') {
      this.#sink.text(content);
      return;
    }
    const piece = this.#held + content;
    this.#held = '';
    switch (this.#state) {
      case 'start':
        this.#start(piece);
        break;
      case 'thinking':
        this.#think(piece);
        break;
      case 'after':
        this.#after(piece);
        break;
    }
  }

  /** Gives the text that was held back. Call once, after the last content: no tag can be completed any more. */
  end(): void {
    const held = this.#takeBlanks() + this.#held;
    this.#held = '';
    if (held === '') {
      return;
    }
    if (this.#state === 'thinking') {
      this.#sink.reasoning(held);
    } else {
      this.#sink.text(held);
    }
  }

  #start(piece: string): void {
    const trimmed = piece.trimStart();
    this.#blanks.push(piece.slice(0, piece.length - trimmed.length));
    if (trimmed.startsWith(openTag)) {
      this.#state = 'thinking';
      this.#blanks = [];
      this.#think(trimmed.slice(openTag.length));
    } else if (openTag.startsWith(trimmed)) {
      this.#held = trimmed;
    } else {
      this.#state = 'text';
      this.#sink.text(this.#takeBlanks() + trimmed);
    }
  }

  #takeBlanks(): string {
    const blanks = this.#blanks.join('');
    this.#blanks = [];
    return blanks;
  }

  #think(piece: string): void {
    const end = piece.indexOf(closeTag);
    if (end !== -1) {
      this.#reason(piece.slice(0, end));
      this.#state = 'after';
      this.#after(piece.slice(end + closeTag.length));
      return;
    }
    const held = heldLength(piece);
    this.#held = piece.slice(piece.length - held);
    this.#reason(piece.slice(0, piece.length - held));
  }

  /** The blank lines between reasoning and text belong to neither. */
  #after(piece: string): void {
    const trimmed = piece.trimStart();
    if (trimmed !== '') {
      this.#state = 'text';
      this.#sink.text(trimmed);
    }
  }

  #reason(piece: string): void {
    if (piece !== '') {
      this.#sink.reasoning(piece);
    }
  }
}

/** How many characters at the end may be the beginning of the closing tag. */
function heldLength(piece: string): number {
  const start = piece.lastIndexOf('<');
  return start !== -1 && closeTag.startsWith(piece.slice(start)) ? piece.length - start : 0;
}
