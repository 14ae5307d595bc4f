// What the panel asks VS Code for: by name, or to mend an error.
import type { PanelCommand } from '../../protocol/panelMessages.ts';
import type { Cure, Repetition } from '../../words/remedies.ts';
import { openSettings, openWorkspaceSettings } from '../host/openSettings.ts';
import { runCommand } from '../host/runCommand.ts';
import type { PanelInput } from './panelInput.ts';

type EditorCure = Exclude<Cure, Repetition>;

const curesOfPanel: Readonly<Record<Exclude<PanelCommand, 'open-instructions'>, EditorCure>> = {
  'set-api-key': { kind: 'command', id: 'opencodex.setApiKey' },
  'choose-model': { kind: 'command', id: 'opencodex.selectModel' },
  'open-dashboard': { kind: 'command', id: 'opencodex.topUp' },
  'open-settings': { kind: 'settings', words: 'baseUrl' },
};

export async function runPanelCommand(command: PanelCommand, input: PanelInput): Promise<void> {
  await (command === 'open-instructions'
    ? openWorkspaceSettings('systemPrompt')
    : cureInPanel(curesOfPanel[command], input));
}

export async function cureInPanel(cure: EditorCure, input: PanelInput): Promise<void> {
  await (cure.kind === 'command' ? input.ask(() => runCommand(cure.id)) : openSettings(cure.words));
}
