// The file as the model proposes it, growing while the answer streams. Pure.
import type { TurnOutcome } from '../shared/gateway.ts';
import { applyReplacement, type EditTarget } from './editTarget.ts';
import { FenceReader } from './fenceReader.ts';

/** `complete`: the model finished and closed its code block. `partial`: code came, but possibly not all of it. `none`: no code came. */
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

  /** Call once, when the stream has ended; `outcome` is undefined if it failed. */
  end(outcome: TurnOutcome | undefined): Completeness {
    this.#code += this.#reader.end();
    if (this.#reader.state === 'before' || this.#code.trim() === '') {
      return 'none';
    }
    return this.#reader.state === 'after' && outcome === 'stop' ? 'complete' : 'partial';
  }

  /** The whole file with the code so far in place of the code to change; the unchanged file before any code came. */
  get text(): string {
    return this.#code.trim() === '' ? this.#target.text : applyReplacement(this.#target, this.#code);
  }
}
