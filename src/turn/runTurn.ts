// Runs one paid turn for whoever pays for it: reads the stream, keeps the record, hands the pieces on.
import type { ChatRequest, TurnEvent } from '../shared/gateway.ts';
import type { Purpose } from '../shared/purpose.ts';
import type { PendingRetry, TurnPiece, TurnRecord } from './turnRecord.ts';

/** Who makes paid requests. The iterable throws where a request fails, or is held back before it leaves. */
export interface TurnClient {
  streamChat(request: ChatRequest, options: Purpose & { readonly signal: AbortSignal }): AsyncIterable<TurnEvent>;
}

/** Told of a turn under way, in the order of its events; the record has taken each event before. */
export interface TurnListener {
  pieceCame?(piece: TurnPiece): void;
  /** Another attempt will follow; undefined: the wait for it is over. */
  retryChanged?(retry: PendingRetry | undefined): void;
}

export interface TurnRun {
  readonly record: TurnRecord;
  readonly client: () => Promise<TurnClient>;
  readonly purpose: Purpose;
  /** Aborting it ends the turn as `stopped`. */
  readonly signal: AbortSignal;
  readonly listener?: TurnListener;
}

/** Resolves when the turn is over, however it ended: that is in the record. Never rejects. */
export async function runTurn({ record, client, purpose, signal, listener = {} }: TurnRun): Promise<void> {
  try {
    const payer = await client();
    for await (const event of payer.streamChat(record.request, { ...purpose, signal })) {
      const wasWaiting = record.pendingRetry !== undefined;
      record.take(event);
      if (wasWaiting || event.type === 'retry') {
        listener.retryChanged?.(record.pendingRetry);
      }
      if (isPiece(event)) {
        listener.pieceCame?.(event);
      }
    }
    record.end(signal);
  } catch (error) {
    record.fail(error, signal);
  }
}

function isPiece(event: TurnEvent): event is TurnPiece {
  return event.type === 'text-delta' || event.type === 'reasoning-delta' || event.type === 'tool-call';
}
