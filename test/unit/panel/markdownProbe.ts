// A page script for the markdown tests: renders a text in pieces, and at once by the parser alone.
import { MarkdownParser } from '../../../src/webview/markdown/parser.ts';
import { MarkdownStream } from '../../../src/webview/markdown/markdownStream.ts';
import { buildBlock } from '../../../src/webview/markdown/tokenDom.ts';

export interface MarkdownProbe {
  /** The final HTML of a text that arrives cut at `cuts`, rendered after every piece. */
  stream(text: string, cuts: readonly number[]): string;
  /** The HTML of the text as parsed in one go. */
  whole(text: string): string;
  /** What is shown when `text` has come and more may follow. */
  open(text: string): string;
  /** For each piece of one character: the blocks that stood before and were replaced by it. */
  countReplacedBlocks(text: string): number;
  /** Milliseconds of the longest single rendering while a text arrives in pieces of `size`. */
  longestRender(text: string, size: number): number;
}

const parser = new MarkdownParser();
const t = (text: string): string => text;

function createStream(settled: Element[] = []): MarkdownStream {
  return new MarkdownStream({ parser, t, onBlockSettled: (block) => settled.push(block) });
}

function renderAll(stream: MarkdownStream): void {
  while (!stream.render(Infinity)) {
    // A pass that rested is tried again: nothing else happens on this page.
  }
}

const probe: MarkdownProbe = {
  stream: (text, cuts) => {
    const stream = createStream();
    let start = 0;
    for (const cut of [...cuts, text.length]) {
      stream.append(text.slice(start, cut));
      renderAll(stream);
      start = cut;
    }
    stream.update(text, false);
    renderAll(stream);
    return stream.element.innerHTML;
  },
  whole: (text) => {
    const element = document.createElement('div');
    element.append(...parser.parse(text).blocks.map((block) => buildBlock(block, { t })));
    return element.innerHTML;
  },
  open: (text) => {
    const stream = createStream();
    stream.append(text);
    renderAll(stream);
    return stream.element.innerHTML;
  },
  countReplacedBlocks: (text) => {
    const settled: Element[] = [];
    const stream = createStream(settled);
    for (const character of text) {
      stream.append(character);
      renderAll(stream);
    }
    stream.update(text, false);
    renderAll(stream);
    return settled.filter((block) => block.parentElement !== stream.element).length;
  },
  longestRender: (text, size) => {
    const stream = createStream();
    document.body.replaceChildren(stream.element);
    let longest = 0;
    for (let start = 0; start < text.length; start += size) {
      stream.append(text.slice(start, start + size));
      const begin = performance.now();
      stream.render(begin + 8);
      longest = Math.max(longest, performance.now() - begin);
    }
    return longest;
  },
};

Reflect.set(globalThis, 'probe', probe);
