// The right-hand side of a review: which of the texts that its editor shows, and that VS Code saves, is meant. Pure.

/** A change in the editor that shows the proposal. */
export interface ProposalChange {
  /** All of the editor's text, lines ending in `\n`. */
  readonly text: string;
  /** False where only the editor's state has changed. */
  readonly hasNewText: boolean;
  /** Whether the editor holds something that is not saved. */
  readonly isDirty: boolean;
  /** `other`: typed, edited by a command, or loaded anew from the file. */
  readonly cause: 'undo' | 'redo' | 'other';
}

/** What is to be done about a change: the undo is taken back by a redo, or the file is saved. */
export type Reaction = 'redo' | 'save' | undefined;

/**
 * To VS Code each piece of the answer was a change of the file that can be undone; people mean to undo only their own changes. So an
 * undo that leads to such a piece is taken back, and a save that comes in between must not keep the piece.
 */
export class ProposalText {
  readonly #base: string;
  readonly #fingerprint: (text: string) => string;
  #meant: string;
  /** What the file holds. */
  #kept: string;
  #isGrowing = true;
  /** Fingerprints of what was shown while the answer was coming. */
  readonly #streamed = new Set<string>();
  /** Fingerprints of those to which undos led: a save of such a text, which may come late, is not meant. */
  readonly #takenBack = new Set<string>();
  /** Redos that are on their way. */
  #owedRedos = 0;

  /** @param fingerprint short, and different for different texts: an answer may have hundreds of pieces, each a whole file */
  constructor(base: string, fingerprint: (text: string) => string) {
    this.#base = base;
    this.#fingerprint = fingerprint;
    this.#meant = base;
    this.#kept = base;
  }

  /** What is accepted. */
  get text(): string {
    return this.#meant;
  }

  /** Whether the file holds just that. */
  get isKept(): boolean {
    return this.#kept === this.#meant;
  }

  /** A piece of the answer is shown; the editor is read-only. */
  grow(text: string): void {
    this.#streamed.add(this.#fingerprint(text));
    this.noteWritten(text);
  }

  /** The whole proposal is shown; from here on people may edit it. */
  end(text: string): void {
    this.#isGrowing = false;
    this.#streamed.add(this.#fingerprint(this.#base));
    this.#streamed.delete(this.#fingerprint(text));
    this.noteWritten(text);
  }

  /** We have written this text into the file. */
  noteWritten(text: string): void {
    this.#meant = text;
    this.#kept = text;
  }

  noteChange(change: ProposalChange): Reaction {
    if (change.hasNewText && !this.#isGrowing) {
      const key = this.#fingerprint(change.text);
      const isPiece = this.#streamed.has(key);
      if (change.cause === 'undo' && isPiece) {
        this.#takenBack.add(key);
        this.#owedRedos += 1;
        return 'redo';
      }
      if (change.cause === 'redo' && isPiece && this.#owedRedos > 1) {
        this.#owedRedos -= 1;
        return undefined;
      }
      this.#settle(change, isPiece, key);
    }
    return change.isDirty ? 'save' : undefined;
  }

  /** VS Code has saved this text. Gives what the file must hold in its place, where that text is not meant. */
  noteSave(text: string): string | undefined {
    if (this.#takenBack.has(this.#fingerprint(text))) {
      this.#kept = this.#meant;
      return this.#meant;
    }
    this.#kept = text;
    return undefined;
  }

  /** The editor shows what is meant. */
  #settle({ text, isDirty, cause }: ProposalChange, isPiece: boolean, key: string): void {
    if (cause !== 'undo') {
      this.#takenBack.delete(key);
      this.#owedRedos = 0;
    }
    // The editor may load a piece of the answer when we have already written the whole.
    const isLate = isPiece && cause === 'other' && !isDirty && text !== this.#kept;
    if (!isLate) {
      this.#meant = text;
    }
  }
}
