// Renders markdown that grows: closed blocks are built once and left alone, only the open tail is parsed again.
import type { Token } from 'markdown-it';
import { OpenFence } from './openFence.ts';
import { withoutHalfMarks } from './halfMarks.ts';
import { patchChild, patchChildren } from './patch.ts';
import type { Block, MarkdownParser, References } from './parser.ts';
import { countSettledBlocks, isKindKnown } from './settle.ts';
import { buildBlock, type DomOptions } from './tokenDom.ts';

/** A pass that took longer than this, in milliseconds, is followed by a rest. */
const longPass = 6;
/** Longer texts keep their blocks as they are when a link definition comes late. In characters. */
const longestSecondPass = 262_144;
/** The most characters that one pass takes in, so that a long text is spread over frames. */
const sliceLength = 32_768;

export interface StreamOptions extends DomOptions {
  readonly parser: MarkdownParser;
  /** Called for each block of the top level once its content is final. */
  readonly onBlockSettled: (block: Element) => void;
}

export class MarkdownStream {
  /** Holds one child per block; owned by this object. */
  readonly element = document.createElement('div');
  readonly #options: StreamOptions;
  #text = '';
  /** How much of the text has been taken into the tail. */
  #taken = 0;
  #tail = '';
  /** How many children belong to closed blocks. */
  #settledCount = 0;
  #references: References = {};
  #fence: OpenFence | undefined;
  #isEnding = false;
  #hasEnded = false;
  #restUntil = 0;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.element.className = 'markdown';
  }

  get text(): string {
    return this.#text;
  }

  /** Makes the text be `text`, open or final. What is shown changes only with `render`. */
  update(text: string, isOpen: boolean): void {
    const isLonger = text.length > this.#text.length;
    if (!text.startsWith(this.#text) || (this.#isEnding && (isLonger || isOpen))) {
      this.#reset();
    }
    this.#text = text;
    this.#isEnding ||= !isOpen;
  }

  append(text: string): void {
    if (this.#isEnding) {
      this.#reset();
    }
    this.#text += text;
  }

  /** Shows what has come, as far as `deadline` (of `performance.now`) allows; true when nothing is left to show. */
  render(deadline: number): boolean {
    const start = performance.now();
    // A tail that takes long to parse is parsed less often, so that it never fills the frames.
    if (start < this.#restUntil && !this.#isEnding) {
      return false;
    }
    while (!this.#isDone()) {
      this.#takeSlice();
      this.#advance(this.#isEnding && this.#taken === this.#text.length);
      if (performance.now() > deadline) {
        break;
      }
    }
    const end = performance.now();
    this.#restUntil = end - start > longPass ? end + (end - start) * 2 : 0;
    return this.#isDone();
  }

  #isDone(): boolean {
    return this.#isEnding ? this.#hasEnded : this.#taken === this.#readableLength();
  }

  /** A return at the end of an open text may turn out to be half a line end. */
  #readableLength(): number {
    return this.#text.length - (!this.#isEnding && this.#text.endsWith('\r') ? 1 : 0);
  }

  #reset(): void {
    this.element.replaceChildren();
    this.#taken = 0;
    this.#tail = '';
    this.#settledCount = 0;
    this.#references = {};
    this.#fence = undefined;
    this.#isEnding = false;
    this.#hasEnded = false;
  }

  #takeSlice(): void {
    let end = Math.min(this.#readableLength(), this.#taken + sliceLength);
    if (this.#text.startsWith('\r\n', end - 1)) {
      end -= 1;
    }
    const slice = this.#text.slice(this.#taken, end);
    this.#tail += slice.replaceAll(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
    this.#taken = end;
  }

  #advance(isEnd: boolean): void {
    if (this.#fence && !this.#writeFence(this.#fence, isEnd)) {
      return;
    }
    const { blocks, references } = this.#options.parser.parse(this.#tail, this.#references);
    const lines = this.#tail.split('\n');
    const settledCount = isEnd ? blocks.length : countSettledBlocks(blocks, lines);
    const settled = blocks.slice(0, settledCount);
    for (const block of settled) {
      this.#settle(buildBlock(block, this.#options));
    }
    if (isEnd) {
      this.#finish(references);
      return;
    }
    const open = blocks.slice(settledCount);
    const fence = findOpenFence(open, lines);
    this.#cutTail(lines, fence?.startLine ?? settled.at(-1)?.endLine ?? 0, references);
    if (fence?.tokens[0]) {
      this.#startFence(fence.tokens[0]);
    } else {
      this.#showOpenBlocks(open, lines, references);
    }
  }

  /** True once the fence is closed, the tail then being what follows it. */
  #writeFence(fence: OpenFence, isEnd: boolean): boolean {
    const { rest, isClosed } = fence.take(this.#tail, isEnd);
    this.#tail = rest;
    if (isClosed) {
      this.#fence = undefined;
      this.#settle(fence.block.element);
    }
    return isClosed;
  }

  #startFence(token: Token): void {
    this.#fence = new OpenFence(token, this.#options);
    this.#tail = this.#tail.slice(this.#tail.indexOf('\n') + 1);
    this.#showNodes([]);
    this.element.append(this.#fence.block.element);
    this.#advance(false);
  }

  #settle(node: Node): void {
    patchChild(this.element, this.#settledCount, node);
    const block = this.element.children[this.#settledCount];
    this.#settledCount += 1;
    if (block) {
      this.#options.onBlockSettled(block);
    }
  }

  #cutTail(lines: readonly string[], cut: number, references: References): void {
    const isDefining = Object.keys(references).length > Object.keys(this.#references).length;
    if (cut > 0 && isDefining) {
      // Definitions that stand after the cut may still be growing.
      this.#references = this.#options.parser.parse(lines.slice(0, cut).join('\n'), this.#references).references;
    }
    this.#tail = lines.slice(cut).join('\n');
  }

  #showOpenBlocks(blocks: readonly Block[], lines: readonly string[], references: References): void {
    const last = blocks.at(-1);
    if (!last) {
      this.#showNodes([]);
      return;
    }
    const source = lines.slice(last.startLine).join('\n');
    const isText = last.tokens.findLast((token) => token.nesting === 0)?.type === 'inline';
    const shown = isText ? withoutHalfMarks(source) : source;
    const lastBlocks = shown === source ? [last] : this.#options.parser.parse(shown, references).blocks;
    const nodes = [...blocks.slice(0, -1), ...lastBlocks].map((block) => buildBlock(block, this.#options));
    unlinkLast(nodes.at(-1), source);
    this.#showNodes(nodes);
  }

  #showNodes(nodes: readonly Node[]): void {
    patchChildren(this.element, nodes, this.#settledCount);
  }

  #finish(references: References): void {
    this.#hasEnded = true;
    this.#tail = '';
    this.#showNodes([]);
    if (Object.keys(references).length > 0 && this.#text.length <= longestSecondPass) {
      // A link may stand before its definition: such blocks, and only they, are built again.
      const { blocks } = this.#options.parser.parse(this.#text);
      const nodes = blocks.map((block) => buildBlock(block, this.#options));
      patchChildren(this.element, nodes);
    }
  }
}

/** The last block, if it is a fence at the left margin and will stay one. */
function findOpenFence(open: readonly Block[], lines: readonly string[]): Block | undefined {
  const [block] = open;
  const token = block?.tokens[0];
  const isAlone = open.length === 1 && token?.type === 'fence';
  if (!isAlone || block === undefined || !isKindKnown(block, lines)) {
    return undefined;
  }
  return lines[block.startLine]?.startsWith(token.markup) ? block : undefined;
}

/** A link at the very end may lack the rest of its address: nobody should be able to follow it yet. */
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
