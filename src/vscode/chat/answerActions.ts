// What the buttons of an answer do: those that mend a failure, and asking another model.
import type { Wish } from '../../chat/answerTask.ts';
import type { ChatSession } from '../../chat/chatSession.ts';
import { estimatePrompt } from '../../shared/requestEstimate.ts';
import type { Answer } from '../../shared/chat.ts';
import type { TurnError } from '../../shared/failure.ts';
import { findRemedy, type Repetition } from '../../words/remedies.ts';
import type { Failures } from '../../words/failures.ts';
import type { Localization } from '../host/localization.ts';
import type { FavouriteModels } from '../../models/favouriteModels.ts';
import type { ModelCatalog } from '../../models/modelCatalog.ts';
import type { ModelFacts } from '../../shared/modelFacts.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { cureInPanel } from './panelCommands.ts';
import type { PanelInput } from './panelInput.ts';

interface Services {
  readonly localization: Localization;
  readonly errors: Failures;
  readonly catalog: ModelCatalog;
  readonly selection: ModelSelection;
  readonly facts: ModelFacts;
  readonly favourites: FavouriteModels;
}

export class AnswerActions {
  readonly #services: Services;
  readonly #session: ChatSession;
  readonly #input: PanelInput;

  constructor(services: Services, session: ChatSession, input: PanelInput) {
    this.#services = services;
    this.#session = session;
    this.#input = input;
  }

  /** @param action a remedy by its id; one that this version does not know does nothing */
  async mend(messageId: string, action: string): Promise<void> {
    const cure = findRemedy(action)?.cure;
    if (cure?.kind === 'repetition') {
      await this.#repeat(messageId, cure);
    } else if (cure) {
      await cureInPanel(cure, this.#input);
    }
  }

  /** Lets the user choose the model by what it would cost. */
  async askAnother(messageId: string): Promise<void> {
    const { selection, localization } = this.#services;
    const answer = this.#find(messageId);
    const request = answer && this.#session.requestOf(messageId, answer.model);
    if (!answer || !request) {
      return;
    }
    const question = { title: localization.t('Ask Again With…'), promptTokens: estimatePrompt(request) };
    const { pickModel } = await import('../onDemand.ts');
    const model = await this.#input.ask(() => pickModel(this.#services, answer.model, question));
    if (model !== undefined) {
      await selection.select(model);
      await this.#session.askAgain(messageId, model);
    }
  }

  async #repeat(messageId: string, repetition: Repetition): Promise<void> {
    const { selection } = this.#services;
    const answer = this.#find(messageId);
    const cheaperModel = answer?.error?.cheaperModel;
    if (repetition.takes === 'cheaperModel' && cheaperModel !== undefined) {
      await selection.select(cheaperModel);
    }
    const wish = wishOf(repetition, answer?.error);
    await (hasRest(repetition, answer)
      ? this.#session.continueAnswer(messageId, selection.current, wish)
      : this.#session.retry(messageId, selection.current, wish));
  }

  #find(messageId: string): Answer | undefined {
    const message = this.#session.messages.find(({ id }) => id === messageId);
    return message?.role === 'assistant' ? message : undefined;
  }
}

function wishOf({ isApproved, takes }: Repetition, error: TurnError | undefined): Wish {
  const maxTokens = takes === 'affordableTokens' ? error?.affordableTokens : undefined;
  return {
    ...(isApproved === undefined ? {} : { isApproved }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

/** Whether only what is missing of the answer is asked for. */
function hasRest({ part }: Repetition, answer: Answer | undefined): boolean {
  const hasSome = answer !== undefined && (answer.text !== '' || answer.reasoning !== '');
  return part === 'rest' || (part === 'missing' && hasSome);
}
