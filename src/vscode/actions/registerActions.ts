// Explain and Refactor: their commands, the lightbulb, and the review of what is proposed.
import * as vscode from 'vscode';
import type { ChatController } from '../chat/chatController.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import { EditRequests } from '../edit/editRequests.ts';
import { EditReviews } from '../edit/editReviews.ts';
import { commandIds } from '../host/commands.ts';
import type { ErrorMessages } from '../host/errorMessages.ts';
import type { Gate } from '../host/gate.ts';
import type { GatewaySource } from '../host/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { registerCodeActions } from './codeActionProvider.ts';
import { createCodeFinder } from './codeTarget.ts';
import { explain } from './explainAction.ts';
import { OfferedCode } from './offeredCode.ts';

interface Services {
  readonly gate: Gate;
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
  const { gate, chat, localization } = services;
  const { t } = localization;
  const offered = new OfferedCode(() => performance.now());
  const findCode = createCodeFinder(offered);
  const reviews = new EditReviews(t);
  const requests = new EditRequests({ ...services, reviews });
  const refactor = { name: t('Refactor'), feature: 'refactor', instruction: refactorInstruction } as const;
  return vscode.Disposable.from(
    reviews,
    registerCodeActions({ ...services, offered }),
    gate.registerCodeCommand(commandIds.explainSelection, findCode, (code) => explain(chat, t, code)),
    gate.registerCodeCommand(commandIds.refactorSelection, findCode, (code) => requests.propose(code, refactor)),
    gate.registerCommand(commandIds.acceptEdit, () => reviews.accept()),
    gate.registerCommand(commandIds.rejectEdit, () => reviews.reject()),
  );
}
