// Collects the output of highlight.js as runs of characters, in place of HTML.
import type { Emitter } from 'highlight.js';
import type { Run } from './jobs.ts';
import { tokenClass } from './tokenClass.ts';

export class RunEmitter implements Emitter {
  readonly runs: Run[] = [];
  readonly #scopes: string[] = [];

  addText(text: string): void {
    this.#add(this.#classOf(text), text.length);
  }

  startScope(scope: string): void {
    this.#scopes.push(scope);
  }

  endScope(): void {
    this.#scopes.pop();
  }

  /** The former names of `startScope` and `endScope`, which highlight.js itself still calls. */
  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  __addSublanguage(emitter: Emitter): void {
    if (emitter instanceof RunEmitter) {
      for (const [name, length] of emitter.runs) {
        this.#add(name, length);
      }
    }
  }

  finalize(): void {
    this.#scopes.length = 0;
  }

  toHTML(): string {
    return '';
  }

  #classOf(text: string): string {
    for (const scope of this.#scopes.toReversed()) {
      const name = tokenClass(scope, text);
      if (name !== undefined) {
        return name;
      }
    }
    return '';
  }

  #add(name: string, length: number): void {
    const last = this.runs.at(-1);
    if (last?.[0] === name) {
      last[1] += length;
    } else if (length > 0) {
      this.runs.push([name, length]);
    }
  }
}
