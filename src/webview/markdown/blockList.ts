// The top-level blocks of a document in the page: first the closed ones, which no longer change, then the open ones.
import type { Block, MarkdownParser, References } from './parser.ts';
import { patchBehind, patchOrAppend } from './patch.ts';
import { buildBlock, type DomOptions } from './tokenDom.ts';

export interface StreamOptions extends DomOptions {
  readonly parser: MarkdownParser;
  /** Called for each top-level block once its content is final. */
  readonly onBlockSettled: (block: Element) => void;
}

export class BlockList {
  /** Holds one child per block. Only this object may change its children. */
  readonly element = document.createElement('div');
  readonly #options: StreamOptions;
  /** The last closed block. Finding it by index would walk the children from the start. */
  #last: ChildNode | null = null;
  #elements = 0;
  /** Closed blocks with brackets, which may become links if a definition follows later. */
  #unresolved: { readonly node: ChildNode; readonly source: string }[] = [];

  constructor(options: StreamOptions) {
    this.#options = options;
    this.element.className = 'markdown';
  }

  /** The number of elements in all closed blocks. */
  get elements(): number {
    return this.#elements;
  }

  clear(): void {
    this.element.replaceChildren();
    this.#last = null;
    this.#elements = 0;
    this.#unresolved = [];
  }

  /** Makes `node` the next closed block. `source`: its Markdown, if links in it may still be resolved. */
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

  /** Makes `nodes` the open blocks. */
  showOpen(nodes: readonly Node[]): void {
    patchBehind(this.element, this.#last, nodes);
  }

  /** Makes `node` itself the only open block. The caller keeps writing to it, so an equal node in its place would not do. */
  showLive(node: Node): void {
    this.showOpen([]);
    this.element.append(node);
  }

  /** Replaces everything by `blocks`, touching only nodes that differ. */
  rebuild(blocks: readonly Block[]): void {
    const nodes = blocks.map((block) => buildBlock(block, this.#options));
    patchBehind(this.element, null, nodes);
  }

  /** Rebuilds closed blocks whose links were defined later, until `deadline` (of `performance.now`). Returns true when none is left. */
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
