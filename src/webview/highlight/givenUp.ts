// Code that is not coloured: what would take too long, and what did.
import { limits } from '../../shared/limits.ts';

/** True where the code, or one of its lines, is longer than any that is coloured in a moment. */
export function isTooLong(code: string): boolean {
  if (code.length > limits.panel.code) {
    return true;
  }
  let start = 0;
  for (let end = code.indexOf('\n'); end !== -1; end = code.indexOf('\n', start)) {
    if (end - start > limits.panel.codeLine) {
      return true;
    }
    start = end + 1;
  }
  return code.length - start > limits.panel.codeLine;
}

/** The blocks that took too long, the newest of them: each cost seconds of a processor, and costs them once. */
export class GivenUp {
  readonly #blocks = new Set<string>();

  has(language: string, code: string): boolean {
    return this.#blocks.has(keyOf(language, code));
  }

  add(language: string, code: string): void {
    this.#blocks.add(keyOf(language, code));
    const [oldest] = this.#blocks;
    if (this.#blocks.size > limits.panel.givenUpBlocks && oldest !== undefined) {
      this.#blocks.delete(oldest);
    }
  }
}

function keyOf(language: string, code: string): string {
  return `${language}\n${code}`;
}
