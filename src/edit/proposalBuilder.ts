// The file as the model proposes it, growing while the answer streams. Pure.
import type { TurnOutcome } from '../shared/gateway.ts';
import { applyReplacement, type EditTarget } from './editTarget.ts';
import { FenceReader } from './fenceReader.ts';
import { judgeAnswer, type Judgement } from './judgeAnswer.ts';

export class ProposalBuilder {
  readonly #target: EditTarget;
  readonly #reader = new FenceReader();
  readonly #pieces: string[] = [];
  #code = '';

  constructor(target: EditTarget) {
    this.#target = target;
  }

  push(text: string): void {
    this.#pieces.push(text);
    this.#code += this.#reader.push(text);
  }

  /** What the model has said so far. */
  get answer(): string {
    return this.#pieces.join('');
  }

  /** Call once, when the stream has ended; `outcome` is undefined if it failed. */
  end(outcome: TurnOutcome | undefined): Judgement {
    return judgeAnswer(this.answer, this.#target, outcome);
  }

  /** The whole file with the first code so far in place of the code to change; the unchanged file before any code came. */
  get text(): string {
    return this.#code.trim() === '' ? this.#target.text : applyReplacement(this.#target, this.#code);
  }
}
