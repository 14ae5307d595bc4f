// From "change this code" to a proposal under review: asks the model, and fills the review while the answer comes.
import * as vscode from 'vscode';
import { buildEditMessages } from '../../edit/editPrompt.ts';
import { createEditTarget, type EditTarget } from '../../edit/editTarget.ts';
import { offsetOf } from '../../edit/lineEnds.ts';
import { ProposalBuilder } from '../../edit/proposalBuilder.ts';
import type { Purpose } from '../../credits/ports.ts';
import { describeObstacle } from '../../words/connectionText.ts';
import type { Cure } from '../../words/remedies.ts';
import type { ChatRequest, TurnOutcome } from '../../shared/gateway.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { currentWorkspace } from '../host/workspace.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { Failures } from '../../words/failures.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import { offerOf, offerRemedies, type Offer } from '../host/failureNotices.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { whyUnchangeable } from './changeable.ts';
import { normalizedText } from './documentText.ts';
import type { EditReview } from './editReview.ts';
import type { EditRequest, EditReviews } from './editReviews.ts';
import { RetryProgress } from './retryProgress.ts';
import { showProgress, showWarning } from '../host/notices.ts';

/** Milliseconds between two updates of the right-hand side: VS Code computes the diff anew each time. */
const updateInterval = 80;

interface Services {
  readonly gateway: GatewaySource;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly selection: ModelSelection;
  readonly errors: Failures;
  readonly reviews: EditReviews;
  readonly metered: MeteredGateway;
}

interface Ending {
  readonly outcome?: TurnOutcome | undefined;
  /** What cut the answer off. */
  readonly cause?: Error | undefined;
  readonly failure?: unknown;
}

interface Filling {
  readonly review: EditReview;
  readonly builder: ProposalBuilder;
  readonly body: ChatRequest;
  readonly purpose: Purpose;
  readonly retries: RetryProgress;
  readonly token: vscode.CancellationToken;
}

export class EditRequests {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Resolves when the proposal is ready for review, or the user knows why there is none. */
  async propose(target: CodeTarget, request: EditRequest, isApproved = false): Promise<void> {
    const { reviews, localization } = this.#services;
    if (!(await this.#isPossible(target))) {
      return;
    }
    const builder = new ProposalBuilder(this.#editTarget(target));
    const body = this.#chatRequest(target, request);
    const review = await reviews.open(target, request);
    const title = localization.t('{0}: the proposal is being written', request.name);
    const ending = await showProgress(title, (progress, token) => {
      const retries = new RetryProgress(progress, localization.t);
      const purpose = { feature: request.feature, workspace: currentWorkspace(), isApproved };
      return this.#fill({ review, builder, body, purpose, retries, token }).finally(() => retries.dispose());
    });
    const completeness = builder.end(ending.outcome);
    const isShown = await reviews.finish(review, builder.text, completeness);
    if (isShown && completeness !== 'complete' && ending.outcome !== 'stopped') {
      const error = this.#describe(ending, completeness === 'none', body.model);
      await this.#offer(error, (isWanted) => this.propose(target, request, isWanted));
    }
  }

  async #isPossible({ document }: CodeTarget): Promise<boolean> {
    const { gateway, localization } = this.#services;
    const { t } = localization;
    const obstacle = whyUnchangeable(document);
    if (obstacle !== undefined) {
      const isText = obstacle === 'read-only';
      await showWarning(
        isText ? t('The file cannot be edited.') : t('OpenCodex changes text files only, not notebooks or logs.'),
      );
      return false;
    }
    const missing = describeObstacle(await gateway.connection(), t);
    if (missing) {
      await this.#offer({ text: missing.text, actions: [missing.remedy] }, () => Promise.resolve());
    }
    return missing === undefined;
  }

  #editTarget({ document, range }: CodeTarget): EditTarget {
    const { languageId, uri } = document;
    const text = normalizedText(document);
    const file = { label: vscode.workspace.asRelativePath(uri), languageId, text };
    return createEditTarget(file, offsetOf(text, range.start), offsetOf(text, range.end));
  }

  #chatRequest(target: CodeTarget, { instruction }: EditRequest): ChatRequest {
    const { settings, selection } = this.#services;
    const { systemPrompt, maxTokens, temperature, topP } = settings.request;
    const messages = buildEditMessages(this.#editTarget(target), instruction, systemPrompt);
    // The user's stop sequences are for chats: in code they would cut the answer off.
    return { model: selection.current, messages, maxTokens, temperature, topP };
  }

  async #fill({ review, builder, body, purpose, retries, token }: Filling): Promise<Ending> {
    const { metered, errors } = this.#services;
    const abort = new AbortController();
    const cancellation = token.onCancellationRequested(() => abort.abort());
    const update = setInterval(() => review.propose(builder.text), updateInterval);
    try {
      let end: Ending = {};
      for await (const event of metered.meter.streamChat(body, { ...purpose, signal: abort.signal })) {
        if (event.type === 'retry') {
          const { attempt, delayMs, error } = event;
          retries.announce({ attempt: attempt + 1, delayMs, reason: errors.describeRetry(error) });
        } else {
          retries.clear();
        }
        if (event.type === 'text-delta') {
          builder.push(event.text);
        } else if (event.type === 'turn-end') {
          end = { outcome: event.outcome, cause: event.error };
        }
      }
      return end;
    } catch (failure) {
      return { failure };
    } finally {
      clearInterval(update);
      cancellation.dispose();
    }
  }

  #describe({ outcome, cause, failure }: Ending, isNothing: boolean, model: string): Offer {
    const { errors, localization } = this.#services;
    if (failure !== undefined) {
      return offerOf(errors.describeFailure(failure, model), localization);
    }
    if (isNothing) {
      const text = localization.t('The model answered without any code. Nothing is proposed.');
      return { text, actions: ['retry', 'choose-model'] };
    }
    const ended = outcome === undefined ? undefined : errors.describeOutcome(outcome, cause);
    const text = ended
      ? offerOf(ended, localization).text
      : localization.t('The answer ended early: this proposal may be incomplete.');
    return { text, actions: ['retry'] };
  }

  /** Shows an error with its buttons and does what is chosen. */
  async #offer(offer: Offer, retry: (isApproved: boolean) => Promise<void>): Promise<void> {
    const { localization, selection } = this.#services;
    const repetition = await offerRemedies(offer, localization.t, isForProposals);
    if (repetition?.takes === 'cheaperModel') {
      await selection.select(offer.cheaperModel ?? selection.current);
    }
    if (repetition) {
      await retry(repetition.isApproved === true);
    }
  }
}

/** A proposal is asked for whole: it has no rest, and a part of it is of no use. */
function isForProposals(cure: Cure): boolean {
  return cure.kind !== 'repetition' || (cure.part !== 'rest' && cure.takes !== 'affordableTokens');
}
