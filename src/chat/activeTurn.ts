// The request under way for one answer: its record, and its pieces on their way.
import type { Answer } from '../shared/chat.ts';
import type { ChatRequest } from '../shared/gateway.ts';
import { partToGrow } from '../shared/parts.ts';
import type { Purpose } from '../shared/purpose.ts';
import { runTurn, type TurnClient } from '../turn/runTurn.ts';
import { TurnRecord, type PendingRetry, type TurnPiece } from '../turn/turnRecord.ts';
import type { AnswerTimes } from './answerState.ts';
import { DeltaBatcher, type Piece } from './deltaBatcher.ts';
import type { Schedule } from './ports.ts';
import { Seam } from './seam.ts';

/** What stands between the reasoning of two requests. */
const paragraphBreak = '\n\n';

interface TurnOptions {
  /** New, or as far as earlier requests have brought it. */
  readonly answer: Answer;
  /** What the answer was before this request, which continues or replaces it. */
  readonly previous: Answer | undefined;
  readonly request: ChatRequest;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly schedule: Schedule;
  readonly deliver: (turn: ActiveTurn, piece: Piece) => void;
  /** Another attempt will follow. */
  readonly announceRetry: (turn: ActiveTurn, retry: PendingRetry) => void;
}

/** Whoever creates it calls `run`, then `markEnded`. */
export class ActiveTurn {
  readonly answerId: string;
  readonly previous: Answer | undefined;
  readonly abort = new AbortController();
  readonly record: TurnRecord;
  readonly #ended = Promise.withResolvers<undefined>();
  readonly #now: () => number;
  readonly #batcher: DeltaBatcher;
  readonly #seam: Seam;
  readonly #announceRetry: TurnOptions['announceRetry'];
  /** What reasoning took in earlier requests, in milliseconds. */
  readonly #reasonedMs: number;
  #reasoningBreak: string;

  constructor({ answer, previous, request, now, schedule, deliver, announceRetry }: TurnOptions) {
    this.record = new TurnRecord(request, now);
    this.answerId = answer.id;
    this.previous = previous;
    this.#now = now;
    this.#announceRetry = announceRetry;
    this.#batcher = new DeltaBatcher((piece) => deliver(this, piece), schedule);
    this.#seam = new Seam(partToGrow(answer.parts, 'text')?.text ?? '');
    const reasoning = partToGrow(answer.parts, 'reasoning');
    this.#reasonedMs = reasoning?.kind === 'reasoning' ? (reasoning.ms ?? 0) : 0;
    this.#reasoningBreak = reasoning === undefined ? '' : paragraphBreak;
  }

  /** Settles when the turn is over; never rejects. */
  get ended(): Promise<undefined> {
    return this.#ended.promise;
  }

  get isContinuation(): boolean {
    return this.previous?.id === this.answerId;
  }

  get times(): AnswerTimes {
    const now = this.#now();
    const { startedAt, firstPieceAt = now } = this.record;
    return { elapsed: now - startedAt, reasoning: this.#reasonedMs + now - firstPieceAt };
  }

  /** Resolves when the turn is over and all that came of it is delivered; never rejects. */
  async run(client: () => Promise<TurnClient>, purpose: Purpose): Promise<void> {
    const listener = {
      pieceCame: (piece: TurnPiece): void => this.#take(piece),
      retryChanged: (retry: PendingRetry | undefined): void => retry && this.#announceRetry(this, retry),
    };
    await runTurn({ record: this.record, client, purpose, signal: this.abort.signal, listener });
    this.#batcher.addText(this.#seam.end());
    this.#batcher.flush();
  }

  /** Delivers what has come so far. */
  flush(): void {
    this.#batcher.flush();
  }

  markEnded(): void {
    this.#ended.resolve(undefined);
  }

  #take(piece: TurnPiece): void {
    switch (piece.type) {
      case 'text-delta':
        this.#batcher.addText(this.#seam.push(piece.text));
        return;
      case 'reasoning-delta':
        this.#batcher.addReasoning(this.#reasoningBreak + piece.text);
        this.#reasoningBreak = '';
        return;
      case 'tool-call':
        return;
    }
  }
}
