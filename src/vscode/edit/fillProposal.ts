// Fills a review with the answer while it comes.
import type { CancellationToken, Progress } from 'vscode';
import type { ProposalBuilder } from '../../edit/proposalBuilder.ts';
import type { ChatRequest } from '../../shared/gateway.ts';
import type { Purpose } from '../../shared/purpose.ts';
import { runTurn, type TurnListener } from '../../turn/runTurn.ts';
import { TurnRecord } from '../../turn/turnRecord.ts';
import type { Failures } from '../../words/failures.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { Localization } from '../host/localization.ts';
import type { EditReview } from './editReview.ts';
import { RetryProgress } from './retryProgress.ts';

/** Milliseconds between two updates of the right-hand side: VS Code computes the diff anew each time. */
const updateInterval = 80;

interface Filling {
  readonly review: EditReview;
  readonly builder: ProposalBuilder;
  readonly body: ChatRequest;
  readonly purpose: Purpose;
  readonly progress: Progress<{ readonly message: string }>;
  readonly token: CancellationToken;
  readonly metered: MeteredGateway;
  readonly errors: Failures;
  readonly localization: Localization;
}

/** Resolves with the record when the turn is over, however it ended. */
export async function fillProposal(filling: Filling): Promise<TurnRecord> {
  const { review, builder, body, purpose, token, metered, errors } = filling;
  const retries = new RetryProgress(filling.progress, filling.localization.t);
  const record = new TurnRecord(body, () => performance.now());
  const abort = new AbortController();
  const cancellation = token.onCancellationRequested(() => abort.abort());
  const update = setInterval(() => review.propose(builder.text), updateInterval);
  const listener: TurnListener = {
    pieceCame: (piece) => {
      if (piece.type === 'text-delta') {
        builder.push(piece.text);
      }
    },
    retryChanged: (retry) => {
      if (retry) {
        const { attempt, delayMs, error } = retry;
        retries.announce({ attempt, delayMs, reason: errors.describeRetry(error) });
      } else {
        retries.clear();
      }
    },
  };
  await runTurn({ record, client: () => metered.meter(), purpose, signal: abort.signal, listener });
  clearInterval(update);
  cancellation.dispose();
  retries.dispose();
  return record;
}
