// Explain and Refactor: their commands, the lightbulb, and the review of what is proposed.
import * as vscode from 'vscode';
import type { ChatController } from '../chat/chatController.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import { EditRequests } from '../edit/editRequests.ts';
import { EditReviews } from '../edit/editReviews.ts';
import { commandIds, registerCommand } from '../host/commands.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { GatewaySource } from '../host/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { registerCodeActions } from './codeActionProvider.ts';
import { findCodeTarget } from './codeTarget.ts';
import { readCommandTarget } from './commandTarget.ts';
import { explain } from './explainAction.ts';

interface Services {
  readonly chat: ChatController;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly gateway: GatewaySource;
  readonly selection: ModelSelection;
  readonly errors: ErrorMessages;
  readonly metered: MeteredGateway;
}

const refactorInstruction = 'Refactor this code: make it clearer and simpler, and keep what it does exactly as it is.';

export function registerActions(services: Services): vscode.Disposable {
  const { chat, settings, localization } = services;
  const { t } = localization;
  const reviews = new EditReviews(t);
  const requests = new EditRequests({ ...services, reviews });
  return vscode.Disposable.from(
    reviews,
    registerCodeActions(settings, localization),
    registerCommand(commandIds.explainSelection, async (...values) =>
      explain(chat, t, await readCommandTarget(values)),
    ),
    registerCommand(commandIds.refactorSelection, async (...values) => {
      const target = await findCodeTarget(await readCommandTarget(values));
      if (target) {
        await requests.propose(target, { name: t('Refactor'), feature: 'refactor', instruction: refactorInstruction });
      } else {
        await vscode.window.showInformationMessage(t('Select some code, or put the cursor on it.'));
      }
    }),
    registerCommand(commandIds.acceptEdit, () => reviews.accept()),
    registerCommand(commandIds.rejectEdit, () => reviews.reject()),
  );
}
