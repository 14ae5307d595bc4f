// What the buttons of an answer do: those that mend a failure, and asking another model.
import type { Wish } from '../../chat/answerTask.ts';
import type { ChatSession } from '../../chat/chatSession.ts';
import { estimatePrompt } from '../../shared/requestEstimate.ts';
import type { Answer, ErrorAction } from '../../shared/chat.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { Localization } from '../host/localization.ts';
import type { FavouriteModels } from '../models/favouriteModels.ts';
import type { ModelCatalog } from '../models/modelCatalog.ts';
import type { ModelFacts } from '../models/modelFacts.ts';
import { pickModel } from '../models/modelPicker.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { runPanelCommand } from './panelCommands.ts';
import type { PanelInput } from './panelInput.ts';

interface Services {
  readonly localization: Localization;
  readonly errors: ErrorMessages;
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

  async mend(messageId: string, action: ErrorAction): Promise<void> {
    const { selection } = this.#services;
    switch (action) {
      case 'retry':
        return this.#session.retry(messageId, selection.current);
      case 'continue':
        return this.#session.continueAnswer(messageId, selection.current);
      case 'continue-once':
        return this.#askAgain(messageId, { isApproved: true });
      case 'fewer-tokens': {
        const maxTokens = this.#find(messageId)?.error?.affordableTokens;
        return this.#askAgain(messageId, maxTokens === undefined ? {} : { maxTokens });
      }
      case 'cheaper-model':
        await selection.select(this.#find(messageId)?.error?.cheaperModel ?? selection.current);
        return this.#askAgain(messageId, {});
      case 'set-api-key':
      case 'top-up':
      case 'diagnose':
      case 'choose-model':
      case 'raise-budget':
        return runPanelCommand(action, this.#input);
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
    const model = await this.#input.ask(() => pickModel(this.#services, answer.model, question));
    if (model !== undefined) {
      await selection.select(model);
      await this.#session.askAgain(messageId, model);
    }
  }

  /** For the answer, or for the rest of what has come of it. */
  #askAgain(messageId: string, wish: Wish): Promise<void> {
    const { current } = this.#services.selection;
    const answer = this.#find(messageId);
    return answer && (answer.text !== '' || answer.reasoning !== '')
      ? this.#session.continueAnswer(messageId, current, wish)
      : this.#session.retry(messageId, current, wish);
  }

  #find(messageId: string): Answer | undefined {
    const message = this.#session.messages.find(({ id }) => id === messageId);
    return message?.role === 'assistant' ? message : undefined;
  }
}
