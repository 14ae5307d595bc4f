// Turns Markdown tokens into DOM nodes. Text only ever becomes text nodes, never HTML.
import type { Token } from 'markdown-it';
import { ownerToShow, toSafeUrl } from '../../shared/links.ts';
import type { Translate } from '../../shared/translate.ts';
import { createCodeBlock } from './codeBlock.ts';
import { createMarker } from './hiddenBadge.ts';
import { plainTextType, type Block } from './parser.ts';

export interface DomOptions {
  readonly t: Translate;
}

/** The allowlist: the tags that each type of token may become. */
const elementTags: Readonly<Record<string, readonly string[]>> = {
  paragraph_open: ['p'],
  heading_open: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  blockquote_open: ['blockquote'],
  bullet_list_open: ['ul'],
  ordered_list_open: ['ol'],
  list_item_open: ['li'],
  table_open: ['table'],
  thead_open: ['thead'],
  tbody_open: ['tbody'],
  tr_open: ['tr'],
  th_open: ['th'],
  td_open: ['td'],
  em_open: ['em'],
  strong_open: ['strong'],
  s_open: ['s'],
};

/** The node of one top-level block, which may be an empty text node. */
export function buildBlock(block: Block, options: DomOptions): Node {
  const root = document.createDocumentFragment();
  new TokenWriter(root, options).write(block.tokens);
  return root.firstChild ?? document.createTextNode('');
}

/** A sentence of the extension, to be shown after the blocks of a text. */
export function buildNote(text: string): Node {
  const note = document.createElement('p');
  note.className = 'note';
  note.textContent = text;
  return note;
}

class TokenWriter {
  readonly #options: DomOptions;
  #parent: Node;
  /** Stack of the parents of all open tokens. A hidden paragraph makes no element and pushes its own parent. */
  readonly #outer: Node[] = [];

  constructor(root: Node, options: DomOptions) {
    this.#parent = root;
    this.#options = options;
  }

  write(tokens: readonly Token[]): void {
    for (const token of tokens) {
      if (token.nesting === 1) {
        this.#open(token);
      } else if (token.nesting === -1) {
        if (token.type === 'link_close') {
          showOwner(this.#parent);
        }
        this.#parent = this.#outer.pop() ?? this.#parent;
      } else {
        this.#leaf(token);
      }
    }
  }

  #open(token: Token): void {
    this.#outer.push(this.#parent);
    const element = token.hidden ? undefined : createElementFor(token);
    if (!element) {
      return;
    }
    const outermost = token.type === 'table_open' ? wrapTable(element) : element;
    this.#parent.appendChild(outermost);
    this.#parent = element;
  }

  #leaf(token: Token): void {
    switch (token.type) {
      case 'inline':
        this.write(token.children ?? []);
        return;
      case 'softbreak':
        this.#text('\n');
        return;
      case 'hardbreak':
        this.#parent.appendChild(document.createElement('br'));
        return;
      case 'hr':
        this.#parent.appendChild(document.createElement('hr'));
        return;
      case 'code_inline':
        this.#element('code', token.content);
        createMarker((badge) => void this.#parent.appendChild(badge), this.#options.t)(token.content);
        return;
      case 'fence':
      case 'code_block':
        this.#code(token);
        return;
      case 'image':
        this.#image(token);
        return;
      case plainTextType:
        this.#longText(token.content);
        return;
      default:
        this.#text(token.content);
    }
  }

  #text(text: string): void {
    if (text !== '') {
      this.#parent.appendChild(document.createTextNode(text));
    }
  }

  #element(tag: string, text: string): void {
    const element = document.createElement(tag);
    element.textContent = text;
    this.#parent.appendChild(element);
  }

  #code(token: Token): void {
    const block = createCodeBlock(readInfo(token.info), this.#options.t);
    block.write(token.content);
    this.#parent.appendChild(block.element);
  }

  /** An image becomes a link and is never loaded: a request for it would tell its host who reads which text. */
  #image(token: Token): void {
    const address = readAttribute(token, 'src') ?? '';
    const label = token.content || address;
    const url = toSafeUrl(address);
    if (url === undefined || isInLink(this.#parent)) {
      this.#text(label);
      return;
    }
    const link = createLink(url);
    link.textContent = label;
    showOwner(link);
    this.#parent.appendChild(link);
  }

  /** Writes the text in pieces, so that the browser need not lay out all of it whenever it grows. */
  #longText(text: string): void {
    for (let start = 0; start < text.length; start += 4_096) {
      const piece = document.createElement('span');
      piece.className = 'long-text';
      piece.textContent = text.slice(start, start + 4_096);
      this.#parent.appendChild(piece);
    }
  }
}

/** The language of a fence: the first word of its info string, empty if there is none. */
export function readInfo(info: string): string {
  return /^\S+/.exec(info.trim())?.[0] ?? '';
}

function createElementFor(token: Token): HTMLElement | undefined {
  if (token.type === 'link_open') {
    const url = toSafeUrl(readAttribute(token, 'href') ?? '');
    return url === undefined ? undefined : createLink(url);
  }
  const tags = elementTags[token.type] ?? [];
  if (!tags.includes(token.tag)) {
    return undefined;
  }
  const element = document.createElement(token.tag);
  const start = readAttribute(token, 'start');
  if (start !== undefined) {
    element.setAttribute('start', start);
  }
  const alignment = /^text-align:(left|center|right)$/.exec(readAttribute(token, 'style') ?? '');
  if (alignment?.[1] !== undefined) {
    element.className = `align-${alignment[1]}`;
  }
  return element;
}

function readAttribute(token: Token, name: string): string | undefined {
  const value = token.attrs?.find(([known]) => known === name)?.[1];
  return value === undefined ? undefined : String(value);
}

function createLink(url: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = url;
  link.title = url;
  return link;
}

function isInLink(node: Node): boolean {
  return node instanceof Element && node.closest('a') !== null;
}

/** Appends the owner of the link's address if the link's text suggests another one. */
function showOwner(link: Node): void {
  const owner = link instanceof HTMLAnchorElement ? ownerToShow(link.textContent, link.href) : undefined;
  if (owner !== undefined) {
    const note = document.createElement('span');
    note.className = 'link-owner';
    note.textContent = ` (${owner})`;
    link.appendChild(note);
  }
}

function wrapTable(table: HTMLElement): HTMLElement {
  const scroller = document.createElement('div');
  scroller.className = 'table-scroller';
  scroller.append(table);
  return scroller;
}
