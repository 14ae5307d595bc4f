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

/** A worker may have been slow because of other programs, once. */
const mostAttempts = 2;

/** The blocks that took too long, the newest of them: each attempt cost seconds of a processor, and there are no more than two. */
export class GivenUp {
  /** Attempts in vain. */
  readonly #blocks = new Map<string, number>();

  has(language: string, code: string): boolean {
    return (this.#blocks.get(keyOf(language, code)) ?? 0) >= mostAttempts;
  }

  add(language: string, code: string): void {
    const key = keyOf(language, code);
    this.#blocks.set(key, (this.#blocks.get(key) ?? 0) + 1);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > limits.panel.givenUpBlocks && oldest !== undefined) {
      this.#blocks.delete(oldest);
    }
  }
}

function keyOf(language: string, code: string): string {
  return `${language}\n${code}`;
}
