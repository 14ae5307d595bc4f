// The code actions: their commands, the lightbulb, and the review of what is proposed.
import * as vscode from 'vscode';
import { codeActions, type CodeAction } from '../../contributions/codeActions.ts';
import type { ChatController } from '../chat/chatController.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import { EditReviews, type EditRequest } from '../edit/editReviews.ts';
import type { Failures } from '../../words/failures.ts';
import type { Gate } from '../host/gate.ts';
import type { GatewaySource } from '../gateway/gatewaySource.ts';
import type { Localization } from '../host/localization.ts';
import type { Settings } from '../host/settings.ts';
import type { ModelSelection } from '../models/modelSelection.ts';
import { registerCodeActions } from './codeActionProvider.ts';
import { createCodeFinder } from './findCode.ts';
import type { CodeTarget } from '../host/codeTarget.ts';
import { askAbout } from './askAbout.ts';
import { OfferedCode } from './offeredCode.ts';

interface Services {
  readonly gate: Gate;
  readonly chat: ChatController;
  readonly settings: Settings;
  readonly localization: Localization;
  readonly gateway: GatewaySource;
  readonly selection: ModelSelection;
  readonly errors: Failures;
  readonly metered: MeteredGateway;
}

export function registerActions(services: Services): vscode.Disposable {
  const { gate, chat, localization } = services;
  const { t } = localization;
  const offered = new OfferedCode(() => performance.now());
  const findCode = createCodeFinder(offered);
  const reviews = new EditReviews();
  const propose = async (code: CodeTarget, request: EditRequest): Promise<void> => {
    // What reads and merges proposals is loaded with the first.
    const { EditRequests } = await import('../onDemand.ts');
    await new EditRequests({ ...services, reviews }).propose(code, request);
  };
  const act = (id: string, action: CodeAction, code: CodeTarget): Promise<void> =>
    action.surface === 'chat'
      ? askAbout(code, action, { chat, t, feature: id })
      : propose(code, { name: action.title(t), feature: id, instruction: action.instruction });
  return vscode.Disposable.from(
    reviews,
    registerCodeActions({ ...services, offered }),
    ...Object.entries(codeActions).map(([id, action]) =>
      gate.registerCodeAction(action, findCode, (code) => act(id, action, code)),
    ),
    gate.registerCommand('opencodex.acceptEdit', () => reviews.accept()),
    gate.registerCommand('opencodex.rejectEdit', () => reviews.reject()),
  );
}
