// The commands that the panel asks for by name.
import * as vscode from 'vscode';
import type { PanelCommand } from '../../shared/protocol.ts';
import { commandIds, type CommandId } from '../host/commands.ts';
import { openSettings } from '../host/openSettings.ts';
import { focusChatView } from './chatView.ts';

const commandsOfPanel: Readonly<Record<Exclude<PanelCommand, 'open-settings' | 'raise-budget'>, CommandId>> = {
  'set-api-key': commandIds.setApiKey,
  'top-up': commandIds.topUp,
  diagnose: commandIds.diagnoseConnection,
  'choose-model': commandIds.selectModel,
  'open-dashboard': commandIds.topUp,
};

/** VS Code gives the focus to an editor after an input of its own that the panel asked for. */
const withInput: readonly PanelCommand[] = ['set-api-key', 'choose-model'];

export async function runPanelCommand(command: PanelCommand): Promise<void> {
  switch (command) {
    case 'open-settings':
      return openSettings('baseUrl');
    case 'raise-budget':
      return openSettings('budget');
    default:
      await vscode.commands.executeCommand(commandsOfPanel[command]);
      if (withInput.includes(command)) {
        await focusChatView();
      }
  }
}
