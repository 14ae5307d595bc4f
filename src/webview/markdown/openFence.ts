// A fenced code block that is still growing: its lines go straight into the page, without parsing.
import type { Token } from 'markdown-it';
import { createCodeBlock, type CodeBlock } from './codeBlock.ts';
import { readInfo, type DomOptions } from './tokenDom.ts';

export class OpenFence {
  readonly block: CodeBlock;
  readonly #closer: RegExp;
  readonly #halfCloser: RegExp;
  /** Whether the last line is incomplete and its start has been written. */
  #isMidLine = false;

  /** `fence` must be the token of a fence without indentation. */
  constructor(fence: Token, options: DomOptions) {
    this.block = createCodeBlock(readInfo(fence.info), options.t);
    const mark = fence.markup.charAt(0);
    // https://spec.commonmark.org/0.31.2/#closing-code-fence
    this.#closer = new RegExp(`^ {0,3}${mark}{${fence.markup.length},}[ \\t]*$`);
    this.#halfCloser = new RegExp(`^ {0,3}${mark}*[ \\t]*$`);
  }

  /**
   * Writes to the block as much of `text` as certainly belongs to it. Pass `rest` again with the next text; once closed, `rest` belongs
   * after the block. `isEnd`: there is no next text.
   */
  take(text: string, isEnd: boolean): { readonly rest: string; readonly isClosed: boolean } {
    const closer = this.#findCloser(text, isEnd);
    if (closer) {
      this.block.write(text.slice(0, closer.start));
      return { rest: text.slice(closer.end), isClosed: true };
    }
    const lastLine = text.lastIndexOf('\n') + 1;
    const isWhole = lastLine > 0 || !this.#isMidLine;
    // A line of fence marks can be judged only when it is complete. At the end, a blank last line is no line to the parser.
    const isHeldBack = (isEnd ? /^[ \t]*$/ : this.#halfCloser).test(text.slice(lastLine));
    const end = isWhole && isHeldBack ? lastLine : text.length;
    this.block.write(text.slice(0, end));
    if (end > 0) {
      this.#isMidLine = text.charAt(end - 1) !== '\n';
    }
    return { rest: isEnd ? '' : text.slice(end), isClosed: isEnd };
  }

  #findCloser(text: string, isEnd: boolean): { readonly start: number; readonly end: number } | undefined {
    let start = this.#isMidLine ? text.indexOf('\n') + 1 || text.length : 0;
    while (start < text.length) {
      const lineEnd = text.indexOf('\n', start);
      if (lineEnd === -1 && !isEnd) {
        return undefined;
      }
      const end = lineEnd === -1 ? text.length : lineEnd;
      if (this.#closer.test(text.slice(start, end))) {
        return { start, end: Math.min(text.length, end + 1) };
      }
      start = end + 1;
    }
    return undefined;
  }
}
