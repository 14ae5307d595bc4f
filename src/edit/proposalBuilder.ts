// A file as the model proposes it, growing while the answer streams in. Pure.
import type { TurnOutcome } from '../shared/gateway.ts';
import { applyReplacement, type EditTarget } from './editTarget.ts';
import { FenceReader } from './fenceReader.ts';

/**
 * `complete`: the model finished and closed its code block. `partial`: code came, but not all of it for certain.
 * `none`: there is no code to propose.
 */
export type Completeness = 'complete' | 'partial' | 'none';

export class ProposalBuilder {
  readonly #target: EditTarget;
  readonly #reader = new FenceReader();
  #code = '';

  constructor(target: EditTarget) {
    this.#target = target;
  }

  push(text: string): void {
    this.#code += this.#reader.push(text);
  }

  /** Call once, when the stream has ended; `outcome` is undefined when it failed. */
  end(outcome: TurnOutcome | undefined): Completeness {
    this.#code += this.#reader.end();
    if (this.#reader.state === 'before' || this.#code.trim() === '') {
      return 'none';
    }
    return this.#reader.state === 'after' && outcome === 'stop' ? 'complete' : 'partial';
  }

  /** The whole file with what has come so far in place of the code to change; the file as it was before any came. */
  get text(): string {
    return this.#code.trim() === '' ? this.#target.text : applyReplacement(this.#target, this.#code);
  }
}
