// The file as the model proposes it, growing while the answer streams. Pure.
import type { TurnOutcome } from '../shared/gateway.ts';
import { limits } from '../shared/limits.ts';
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
    this.#code += this.#reader.end();
    const { answer } = this;
    const isLong = Math.max(answer.length, this.#target.code.length) > limits.edit.judged;
    return isLong ? this.#judgeRoughly(outcome) : judgeAnswer(answer, this.#target, outcome);
  }

  /** The first block, as it was shown while it came: a closer look would hold everything else up. */
  #judgeRoughly(outcome: TurnOutcome | undefined): Judgement {
    const { text } = this;
    const isWhole = outcome === 'stop' && this.#reader.state === 'after';
    if (text === this.#target.text) {
      return { kind: 'nothing', why: isWhole ? 'same' : 'no-code' };
    }
    return { kind: 'proposal', text, doubts: isWhole ? ['too-long'] : ['cut-off', 'too-long'] };
  }

  /** The whole file with the first code so far in place of the code to change; the unchanged file before any code came. */
  get text(): string {
    return this.#code.trim() === '' ? this.#target.text : applyReplacement(this.#target, this.#code);
  }
}
