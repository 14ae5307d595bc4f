// The blocks of a document as they stand in the page: closed ones, which stay as they are, and behind them the open ones.
import type { Block, MarkdownParser, References } from './parser.ts';
import { patchBehind, patchOrAppend } from './patch.ts';
import { buildBlock, type DomOptions } from './tokenDom.ts';

export interface StreamOptions extends DomOptions {
  readonly parser: MarkdownParser;
  /** Called for each block of the top level once its content is final. */
  readonly onBlockSettled: (block: Element) => void;
}

export class BlockList {
  /** Holds one child per block; owned by this object. */
  readonly element = document.createElement('div');
  readonly #options: StreamOptions;
  /** The last closed one. By its index it would be looked for from the start. */
  #last: ChildNode | null = null;
  #elements = 0;
  /** Closed blocks with brackets, which turn into links where their definition comes later. */
  #unresolved: { readonly node: ChildNode; readonly source: string }[] = [];

  constructor(options: StreamOptions) {
    this.#options = options;
    this.element.className = 'markdown';
  }

  /** Of all closed blocks. */
  get elements(): number {
    return this.#elements;
  }

  clear(): void {
    this.element.replaceChildren();
    this.#last = null;
    this.#elements = 0;
    this.#unresolved = [];
  }

  /** Makes `node` the next closed block. `source`: its lines, where it is parsed for marks. */
  close(node: Node, source = ''): void {
    const { element } = this;
    const next = (): ChildNode | null => (this.#last === null ? element.firstChild : this.#last.nextSibling);
    patchOrAppend(element, next(), node);
    this.#last = next();
    if (this.#last instanceof Element) {
      this.#elements += 1 + this.#last.getElementsByTagName('*').length;
      this.#options.onBlockSettled(this.#last);
    }
    if (this.#last && source.includes('[')) {
      this.#unresolved.push({ node: this.#last, source });
    }
  }

  /** Makes `nodes` what stands behind the closed blocks. */
  showOpen(nodes: readonly Node[]): void {
    patchBehind(this.element, this.#last, nodes);
  }

  /** Makes `node` itself what stands behind the closed blocks: it is written to from then on, so no other may be made equal to it. */
  showLive(node: Node): void {
    this.showOpen([]);
    this.element.append(node);
  }

  /** Makes `blocks` all that there is, touching only what differs. */
  rebuild(blocks: readonly Block[]): void {
    const nodes = blocks.map((block) => buildBlock(block, this.#options));
    patchBehind(this.element, null, nodes);
  }

  /** Builds blocks again that may hold links to what was defined behind them, until `deadline`; true when none is left. */
  resolve(references: References, deadline: number): boolean {
    const hasReferences = Object.keys(references).length > 0;
    while (hasReferences && this.#unresolved.length > 0 && performance.now() < deadline) {
      const { node, source } = this.#unresolved.pop() ?? {};
      const [block, ...others] = source === undefined ? [] : this.#options.parser.parse(source, references).blocks;
      if (node && block && others.length === 0) {
        patchOrAppend(this.element, node, buildBlock(block, this.#options));
      }
    }
    return !hasReferences || this.#unresolved.length === 0;
  }
}
