// Renders Markdown that grows: closed blocks are built once and left alone; only the open tail is parsed again.
import type { Token } from 'markdown-it';
import { limits } from '../../shared/limits.ts';
import { BlockList, type StreamOptions } from './blockList.ts';
import { OpenFence } from './openFence.ts';
import { withoutHalfMarks } from './halfMarks.ts';
import type { Block, References } from './parser.ts';
import { countSettledBlocks, isKindKnown } from './settle.ts';
import { nextSlice, wholeLines } from './slices.ts';
import { buildBlock, buildNote } from './tokenDom.ts';

/** After a call of `render` that took longer than this, in milliseconds, rendering pauses for twice the time that it took. */
const longPass = 6;

/** Set the text with `update` or `append`, then call `render` once per frame until it returns true. */
export class MarkdownStream {
  readonly #options: StreamOptions;
  readonly #blocks: BlockList;
  #text = '';
  /** How many characters of the text have been moved into the tail. */
  #taken = 0;
  /** How many lines of the text have been moved into the tail. */
  #lines = 0;
  /** The text after the closed blocks, with normalized line ends. */
  #tail = '';
  #references: References = {};
  #fence: OpenFence | undefined;
  #isEnding = false;
  /** The whole final text is in the page, or as much of it as the limits allow. */
  #hasEnded = false;
  /** The last pass has left some of the tail for the next one. */
  #hasLeft = false;
  /** All blocks are built; links that were defined after their use are being resolved. */
  #isResolving = false;
  #restUntil = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#blocks = new BlockList(options);
  }

  get element(): HTMLElement {
    return this.#blocks.element;
  }

  get text(): string {
    return this.#text;
  }

  /** Sets the text; it may still grow if `isOpen`. The page changes only with `render`. */
  update(text: string, isOpen: boolean): void {
    const isLonger = text.length > this.#text.length;
    if (!text.startsWith(this.#text) || (this.#isEnding && (isLonger || isOpen))) {
      this.#reset();
    }
    this.#text = text;
    this.#isEnding ||= !isOpen;
  }

  /** Adds to the text, which may still grow. */
  append(text: string): void {
    if (this.#isEnding) {
      this.#reset();
    }
    this.#text += text;
  }

  /** Brings the page up to date, until `deadline` (of `performance.now`). Returns true when nothing is left to do. */
  render(deadline: number): boolean {
    const start = performance.now();
    // A tail that takes long to parse is parsed less often, so that it never fills all frames.
    if (start < this.#restUntil && !this.#isEnding) {
      return false;
    }
    while (!this.#isDone()) {
      if (this.#isResolving) {
        this.#isResolving = !this.#blocks.resolve(this.#references, deadline);
      } else {
        this.#pass();
      }
      if (performance.now() > deadline) {
        break;
      }
    }
    const end = performance.now();
    this.#restUntil = end - start > longPass ? end + (end - start) * 2 : 0;
    return this.#isDone();
  }

  #isDone(): boolean {
    if (this.#isResolving || this.#hasLeft) {
      return false;
    }
    return this.#hasEnded || (!this.#isLast && this.#taken === this.#readableLength());
  }

  /** No text will be taken beyond the present one: it is final, or has reached the limits. */
  get #isLast(): boolean {
    return this.#isEnding || this.#isTooLong;
  }

  /** The text is longer than the limits allow to be shown. */
  get #isTooLong(): boolean {
    const isMoreThere = this.#lines >= limits.panel.lines && this.#taken < this.#text.length;
    return isMoreThere || this.#text.length > limits.panel.text;
  }

  /** How much of the text may be taken now. A CR at the end of an open text may be the first half of a CRLF. */
  #readableLength(): number {
    if (this.#lines >= limits.panel.lines) {
      return this.#taken;
    }
    if (this.#isTooLong) {
      return limits.panel.text;
    }
    return this.#text.length - (!this.#isEnding && this.#text.endsWith('\r') ? 1 : 0);
  }

  #reset(): void {
    this.#blocks.clear();
    this.#taken = 0;
    this.#lines = 0;
    this.#tail = '';
    this.#references = {};
    this.#fence = undefined;
    this.#isEnding = false;
    this.#hasEnded = false;
    this.#hasLeft = false;
    this.#isResolving = false;
  }

  #pass(): void {
    if (!this.#hasLeft) {
      this.#takeSlice();
    }
    this.#hasLeft = false;
    this.#advance();
  }

  #takeSlice(): void {
    const { end, lines } = nextSlice(this.#text, this.#taken, this.#readableLength());
    const slice = this.#text.slice(this.#taken, end);
    this.#tail += slice.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
    this.#taken = end;
    this.#lines += lines;
  }

  #advance(): void {
    const isEnd = this.#isLast && this.#taken === this.#readableLength();
    if (this.#fence && !this.#writeFence(this.#fence, isEnd)) {
      return;
    }
    const { blocks, references } = this.#options.parser.parse(this.#tail, this.#references);
    const lines = this.#tail.split('\n');
    const cut = blocks.findIndex(({ isCut }) => isCut);
    if (cut !== -1) {
      this.#cutTable(blocks.slice(0, cut + 1), lines, references);
      return;
    }
    const settledCount = isEnd ? blocks.length : countSettledBlocks(blocks, lines);
    const settled = blocks.slice(0, settledCount);
    if (!this.#close(isEnd ? settled : this.#asDefinedBefore(settled, lines, references), lines)) {
      return;
    }
    if (isEnd) {
      this.#finish(references);
    } else {
      this.#showOpen(blocks.slice(settledCount), blocks[settledCount - 1]?.endLine ?? 0, lines, references);
    }
  }

  /** Parses the settled blocks without the definitions that follow them, which may still grow or turn out to be none. */
  #asDefinedBefore(settled: readonly Block[], lines: readonly string[], references: References): readonly Block[] {
    const end = settled.at(-1)?.endLine ?? 0;
    return end > 0 && this.#isDefining(references)
      ? this.#options.parser.parse(lines.slice(0, end).join('\n'), this.#references).blocks
      : settled;
  }

  #isDefining(references: References): boolean {
    return Object.keys(references).length > Object.keys(this.#references).length;
  }

  /** Shows the open blocks. All lines before `settledEnd` are in closed blocks. */
  #showOpen(open: readonly Block[], settledEnd: number, lines: readonly string[], references: References): void {
    const fence = findOpenFence(open, lines);
    this.#cutTail(lines, fence?.startLine ?? settledEnd, references);
    if (fence?.tokens[0]) {
      this.#startFence(fence.tokens[0]);
    } else if (this.#tail.length > limits.panel.openBlock || lines.length - settledEnd > limits.panel.openLines) {
      this.#closeLongBlock();
    } else {
      this.#showOpenBlocks(open, lines, references);
    }
  }

  /** Feeds the tail to the fence. Returns true once the fence is closed; the tail is then the text after it. */
  #writeFence(fence: OpenFence, isEnd: boolean): boolean {
    const { rest, isClosed } = fence.take(this.#tail, isEnd);
    this.#tail = rest;
    if (isClosed) {
      this.#fence = undefined;
      this.#blocks.close(fence.block.element);
    }
    return isClosed;
  }

  #startFence(token: Token): void {
    this.#fence = new OpenFence(token, this.#options);
    this.#tail = this.#tail.slice(this.#tail.indexOf('\n') + 1);
    this.#blocks.showLive(this.#fence.block.element);
    this.#advance();
  }

  /** Adds closed blocks. Returns false once the limit of elements is reached and the display has ended. */
  #close(blocks: readonly Block[], lines: readonly string[]): boolean {
    for (const block of blocks) {
      this.#blocks.close(buildBlock(block, this.#options), lines.slice(block.startLine, block.endLine).join('\n'));
      if (this.#blocks.elements > limits.panel.elements) {
        this.#endEarly();
        return false;
      }
    }
    return true;
  }

  /**
   * The last block is a table that the limit of cells has cut off: it is closed, and its other rows become another table with the same
   * header.
   */
  #cutTable(blocks: readonly Block[], lines: readonly string[], references: References): void {
    const { startLine = 0, endLine = 0 } = blocks.at(-1) ?? {};
    if (this.#close(blocks, lines)) {
      this.#cutTail(lines, endLine, references);
      this.#tail = [...lines.slice(startLine, startLine + 2), this.#tail].join('\n');
      this.#hasLeft = true;
    }
  }

  #cutTail(lines: readonly string[], cut: number, references: References): void {
    if (cut > 0 && this.#isDefining(references)) {
      // Definitions after the cut may still be growing.
      this.#references = this.#options.parser.parse(lines.slice(0, cut).join('\n'), this.#references).references;
    }
    this.#tail = lines.slice(cut).join('\n');
  }

  #showOpenBlocks(blocks: readonly Block[], lines: readonly string[], references: References): void {
    const last = blocks.at(-1);
    if (!last) {
      this.#blocks.showOpen([]);
      return;
    }
    const source = lines.slice(last.startLine).join('\n');
    const isText = last.tokens.findLast((token) => token.nesting === 0)?.type === 'inline';
    const shown = isText ? withoutHalfMarks(source) : source;
    const lastBlocks = shown === source ? [last] : this.#options.parser.parse(shown, references).blocks;
    const nodes = [...blocks.slice(0, -1), ...lastBlocks].map((block) => buildBlock(block, this.#options));
    unlinkLast(nodes.at(-1), source);
    this.#blocks.showOpen(nodes);
  }

  /**
   * The open block is parsed again with each piece, so it must not grow without limit: closes it as it is; the text that follows makes
   * another block.
   */
  #closeLongBlock(): void {
    const text = wholeLines(this.#tail);
    const lines = text.split('\n');
    const { blocks, references } = this.#options.parser.parse(text, this.#references);
    const last = blocks.at(-1);
    this.#references = references;
    this.#tail = this.#tail.slice(text.length);
    const { startLine = 0, endLine = 0 } = last ?? {};
    const head = lines.slice(startLine, startLine + 2);
    const row = endLine - 1;
    const canGoOn = row > startLine + 2 && head.join('\n').length < limits.panel.openBlock / 2;
    if (last?.tokens[0]?.type === 'table_open' && canGoOn) {
      // The next table begins with the last row, because without any row it would be a header over nothing. Each cut must make the tail
      // shorter, so a long header is not repeated.
      this.#tail = [...head, ...lines.slice(row)].join('\n') + this.#tail;
      const shorter = this.#options.parser.parse(lines.slice(0, row).join('\n'), references).blocks;
      this.#hasLeft = this.#close(shorter, lines);
    } else {
      this.#hasLeft = this.#close(blocks, lines);
    }
  }

  #finish(references: References): void {
    this.#references = references;
    this.#tail = '';
    this.#blocks.showOpen([]);
    if (this.#isTooLong) {
      this.#endEarly();
      return;
    }
    this.#hasEnded = true;
    if (Object.keys(references).length > 0 && this.#isShort()) {
      // A definition may also change the blocks around it. A short text is built again at once.
      this.#blocks.rebuild(this.#options.parser.parse(this.#text).blocks);
    } else {
      this.#isResolving = true;
    }
  }

  #isShort(): boolean {
    return this.#text.length <= limits.panel.slice && this.#lines <= limits.panel.openLines;
  }

  #endEarly(): void {
    this.#tail = '';
    this.#fence = undefined;
    this.#blocks.showOpen([buildNote(this.#options.t('The rest is too long to be shown. Copy takes all of it.'))]);
    this.#hasEnded = true;
    this.#isResolving = true;
  }
}

/** The open block, if it is a fence without indentation and certain to stay one. */
function findOpenFence(open: readonly Block[], lines: readonly string[]): Block | undefined {
  const [block] = open;
  const token = block?.tokens[0];
  const isAlone = open.length === 1 && token?.type === 'fence';
  if (!isAlone || block === undefined || !isKindKnown(block, lines)) {
    return undefined;
  }
  return lines[block.startLine]?.startsWith(token.markup) ? block : undefined;
}

/** A link at the very end may lack the rest of its address, so it must not be clickable yet. */
function unlinkLast(block: Node | undefined, source: string): void {
  let last = block;
  while (last?.lastChild) {
    last = last.lastChild;
  }
  const link = last?.parentElement?.closest('a');
  if (link && !/\s$/.test(source)) {
    link.replaceWith(...link.childNodes);
    block?.normalize();
  }
}
