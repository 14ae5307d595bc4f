// Decides which code is not highlighted: code that is too long, and code that took too long before.
import { limits } from '../../shared/limits.ts';

/** True if the code or one of its lines is too long to be highlighted quickly. */
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

/** Two attempts, since other programs may have slowed the worker down once. */
const mostAttempts = 2;

/** Remembers the newest blocks that took too long, because each attempt costs seconds of a processor. */
export class GivenUp {
  /** Failed attempts per block. */
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
