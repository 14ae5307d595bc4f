// What is said where a proposal came to nothing or is not whole, and which remedies fit a proposal.
import type { Nothing } from '../shared/doubts.ts';
import type { TurnError } from '../shared/failure.ts';
import type { TurnOutcome } from '../shared/gateway.ts';
import { doubtText, nothingText } from './doubtText.ts';
import type { Failures } from './failures.ts';
import { failureText } from './failureText.ts';
import type { Words } from './numbers.ts';
import type { Cure } from './remedies.ts';

/** A sentence, and remedies by their ids, with what their titles say. */
export interface Offer extends Pick<TurnError, 'actions' | 'affordableTokens' | 'cheaperModel'> {
  readonly text: string;
}

/** How the turn of a proposal ended that is not complete. */
interface Ending {
  readonly model: string;
  readonly outcome: TurnOutcome | undefined;
  /** What cut the answer off. */
  readonly cause: Error | undefined;
  readonly failure: { readonly error: unknown } | undefined;
  /** Undefined where something is proposed. */
  readonly nothing: Nothing | undefined;
}

interface ProposalWords extends Words {
  readonly errors: Pick<Failures, 'describeFailure' | 'describeOutcome'>;
}

function offerOf(error: TurnError, words: Words): Offer {
  return { ...error, text: failureText(error, words).text };
}

export function explainProposal({ model, outcome, cause, failure, nothing }: Ending, words: ProposalWords): Offer {
  const { t, errors } = words;
  if (failure) {
    return offerOf(errors.describeFailure(failure.error, model), words);
  }
  if (nothing) {
    return { text: nothingText(nothing, t), actions: ['retry', 'choose-model'] };
  }
  const ended = outcome === undefined ? undefined : errors.describeOutcome(outcome, cause);
  const text = ended ? failureText(ended, words).text : doubtText('cut-off', t);
  return { text, actions: ['retry'] };
}

/** A proposal is asked for whole: it has no rest, and a part of it is of no use. */
export function isForProposals(cure: Cure): boolean {
  return cure.kind !== 'repetition' || (cure.part !== 'rest' && cure.takes !== 'affordableTokens');
}
