// From "change this code" to a proposal under review: asks the model, and fills the review while the answer comes.
import { buildEditMessages } from '../../edit/editPrompt.ts';
import type { Judgement } from '../../edit/judgeAnswer.ts';
import { ProposalBuilder } from '../../edit/proposalBuilder.ts';
import { describeObstacle } from '../../words/connectionText.ts';
import { explainProposal, isForProposals, type Offer } from '../../words/offer.ts';
import type { ChatRequest } from '../../shared/gateway.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { currentWorkspace } from '../host/workspace.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { Failures } from '../../words/failures.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import { offerRemedies } from '../host/failureNotices.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { whyUnchangeable } from './changeable.ts';
import { toEditTarget } from './documentText.ts';
import type { EditRequest, EditReviews } from './editReviews.ts';
import { fillProposal } from './fillProposal.ts';
import { showAnswer, SpokenReviews } from './spokenReviews.ts';
import { showProgress, showWarning } from '../host/notices.ts';

interface Services {
  readonly gateway: GatewaySource;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly selection: ModelSelection;
  readonly errors: Failures;
  readonly reviews: EditReviews;
  readonly metered: MeteredGateway;
}

export class EditRequests {
  readonly #services: Services;
  readonly #voice: SpokenReviews;

  constructor(services: Services) {
    this.#services = services;
    this.#voice = new SpokenReviews(services.reviews, services.localization.t);
  }

  /** Resolves when the proposal is ready for review, or the user knows why there is none. */
  async propose(target: CodeTarget, request: EditRequest, isApproved = false): Promise<void> {
    const { localization, errors } = this.#services;
    if (!(await this.#isPossible(target))) {
      return;
    }
    const { version } = target.document;
    const builder = new ProposalBuilder(toEditTarget(target));
    const body = this.#chatRequest(target, request);
    const review = await this.#voice.open(target, request);
    const title = localization.t('{0}: the proposal is being written', request.name);
    const record = await showProgress(title, (progress, token) => {
      const purpose = { feature: request.feature, workspace: currentWorkspace(), isApproved };
      return fillProposal({ ...this.#services, review, builder, body, purpose, progress, token });
    });
    const judgement = builder.end(record.outcome);
    const isShown = await this.#voice.finish(review, judgement);
    if (isShown && record.outcome !== 'stopped' && isWorthSaying(judgement, record.failure)) {
      const { outcome, cause, failure } = record;
      const nothing = judgement.kind === 'nothing' ? judgement.why : undefined;
      const { t, numbers } = localization;
      const offer = explainProposal({ model: body.model, outcome, cause, failure, nothing }, { t, numbers, errors });
      const again = (isWanted: boolean): Promise<void> =>
        this.#repeat(target, version, () => this.propose(target, request, isWanted));
      await this.#offer(offer, again, nothing === undefined ? '' : builder.answer);
    }
  }

  /** The place, and the user's leave to send it, are those of the text as it was: after any change both are asked for anew. */
  async #repeat({ document }: CodeTarget, version: number, propose: () => Promise<void>): Promise<void> {
    if (document.isClosed || document.version !== version) {
      const { t } = this.#services.localization;
      await showWarning(t('The file was changed since. Select the code again.'));
      return;
    }
    await propose();
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

  #chatRequest(target: CodeTarget, { instruction }: EditRequest): ChatRequest {
    const { settings, selection } = this.#services;
    const { systemPrompt, maxTokens, temperature, topP } = settings.request;
    const messages = buildEditMessages(toEditTarget(target), instruction, systemPrompt);
    // The user's stop sequences are for chats: in code they would cut the answer off.
    return { model: selection.current, messages, maxTokens, temperature, topP };
  }

  /** Shows an error with its buttons and does what is chosen. `answer`: what was paid for, and is shown nowhere. */
  async #offer(offer: Offer, retry: (isApproved: boolean) => Promise<void>, answer = ''): Promise<void> {
    const { localization, selection } = this.#services;
    const { t } = localization;
    const own = answer.trim() === '' ? [] : [{ title: t('Show answer'), go: () => showAnswer(answer) }];
    const repetition = await offerRemedies(offer, t, isForProposals, own);
    if (repetition?.takes === 'cheaperModel') {
      await selection.select(offer.cheaperModel ?? selection.current);
    }
    if (repetition) {
      await retry(repetition.isApproved === true);
    }
  }
}

/** What the user should know before they look at the proposal: that there is none, or not all of it. */
function isWorthSaying(judgement: Judgement, failure: object | undefined): boolean {
  return (
    failure !== undefined ||
    judgement.kind === 'nothing' ||
    judgement.doubts.includes('cut-off') ||
    judgement.doubts.includes('filtered')
  );
}
