// The commands that the panel asks for by name.
import * as vscode from 'vscode';
import type { PanelCommand } from '../../shared/protocol.ts';
import { commandIds, type CommandId } from '../host/commands.ts';
import { openSettings, openWorkspaceSettings } from '../host/openSettings.ts';
import type { PanelInput } from './panelInput.ts';

type SettingsCommand = 'open-settings' | 'open-instructions' | 'raise-budget';

const commandsOfPanel: Readonly<Record<Exclude<PanelCommand, SettingsCommand>, CommandId>> = {
  'set-api-key': commandIds.setApiKey,
  'top-up': commandIds.topUp,
  diagnose: commandIds.diagnoseConnection,
  'choose-model': commandIds.selectModel,
  'open-dashboard': commandIds.topUp,
};

export async function runPanelCommand(command: PanelCommand, input: PanelInput): Promise<void> {
  switch (command) {
    case 'open-settings':
      return openSettings('baseUrl');
    case 'open-instructions':
      return openWorkspaceSettings('systemPrompt');
    case 'raise-budget':
      return openSettings('budget');
    default:
      await input.ask(() => vscode.commands.executeCommand(commandsOfPanel[command]));
  }
}
