// What each command and message may do by itself, its user answering no question: written out here, not read from the extension's own
// table. Those that are not here do nothing that watchPowers sees.
import manifest from '../../../package.json' with { type: 'json' };
import type { PanelMessage } from '../../../src/protocol/panelMessages.ts';
import type { CommandId } from '../../../src/contributions/commands.ts';
import type { Power } from './powers.ts';

type Table = Readonly<Record<string, readonly Power[]>>;

export interface Allowed {
  /** Called without arguments. */
  readonly commands: Table;
  /** By `nameOf`. */
  readonly messages: Table;
}

const dashboard = ['browses https://opencodex.hk/'];
const settingsShown = ['runs workbench.action.openSettings'];
const insertion = 'code-inserted rm -rf /';

const trusted: Allowed = {
  commands: {
    'opencodex.topUp': dashboard,
    'opencodex.explainSelection': ['pays', 'sends the open file'],
    'opencodex.refactorSelection': ['pays', 'runs vscode.diff', 'sends the open file'],
  },
  messages: {
    'message-sent Hello': ['pays'],
    'error-action-chosen retry': ['pays'],
    'error-action-chosen continue': ['pays'],
    'error-action-chosen continue-once': ['pays'],
    'error-action-chosen fewer-tokens': ['pays'],
    'error-action-chosen cheaper-model': ['pays'],
    'error-action-chosen top-up': dashboard,
    'error-action-chosen raise-budget': settingsShown,
    'error-action-chosen open-settings': settingsShown,
    'command-requested open-dashboard': dashboard,
    'command-requested open-settings': settingsShown,
    'command-requested open-instructions': ['runs workbench.action.openWorkspaceSettings'],
    'link-opened https://example.com/': ['browses https://example.com/'],
    'link-opened https://example.com/a%2Fb?q=c%23&sum=1%2B1': ['browses https://example.com/a%2Fb?q=c%23&sum=1%2B1'],
    'link-opened mailto:a@example.com?attach=/etc/passwd': ['browses mailto:a@example.com'],
    'window-reload-requested': ['runs workbench.action.reloadWindow'],
    [insertion]: ['edits'],
  },
};

const restricted: Allowed = {
  commands: { ...trusted.commands, 'opencodex.refactorSelection': [] },
  messages: { ...trusted.messages, [insertion]: [] },
};

export function allowedWhere(isTrusted: boolean): Allowed {
  return isTrusted ? trusted : restricted;
}

/** These ask before they do anything where an argument is passed that is not from a menu of the editor. */
export const askingCommands: readonly string[] = [
  'opencodex.explainSelection',
  'opencodex.refactorSelection',
] satisfies readonly CommandId[];

export const allCommands: readonly string[] = manifest.contributes.commands.map(({ command }) => command);

/** The type of a message, and what in it says what it is for. */
export function nameOf(message: PanelMessage): string {
  const fields: readonly string[] = ['action', 'command', 'url', 'code', 'text'];
  const [, value] = Object.entries(message).find(([field]) => fields.includes(field)) ?? [];
  return value === undefined ? message.type : `${message.type} ${String(value)}`;
}
