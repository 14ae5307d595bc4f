// What each command and each message of our pages needs and may do: one row for each, which gate.ts goes by. A command or message
// without a row does not compile.
import type { PanelMessage } from '../../shared/protocol.ts';
import type { SpendPageMessage } from '../../shared/spendProtocol.ts';
import { commandIds, type CommandId } from './commands.ts';

interface Deeds {
  /** Sends what is in a file: one that looks as if it held secrets is asked about first. */
  readonly sendsFile: boolean;
  /** Sends a paid request without a further question: where something else than the user may have asked for it, they are asked first. */
  readonly isPaid: boolean;
}

/** Whatever changes code needs the user's trust in the workspace. */
export type Rights = Deeds &
  (
    | { readonly needsTrust: true; readonly changesCode: boolean }
    | { readonly needsTrust: false; readonly changesCode: false }
  );

const nothing = { needsTrust: false, changesCode: false, sendsFile: false, isPaid: false } as const satisfies Rights;
const paid = { ...nothing, isPaid: true } as const satisfies Rights;
const change = { ...nothing, needsTrust: true, changesCode: true } as const satisfies Rights;

export const commandRights = {
  [commandIds.newChat]: nothing,
  [commandIds.openHistory]: nothing,
  [commandIds.exportChat]: nothing,
  [commandIds.importChats]: nothing,
  [commandIds.setApiKey]: nothing,
  [commandIds.clearApiKey]: nothing,
  [commandIds.selectModel]: nothing,
  [commandIds.checkBalance]: nothing,
  [commandIds.showBalanceMenu]: nothing,
  [commandIds.showSpend]: nothing,
  [commandIds.topUp]: nothing,
  [commandIds.explainSelection]: { ...paid, sendsFile: true },
  [commandIds.refactorSelection]: { ...change, isPaid: true, sendsFile: true },
  [commandIds.acceptEdit]: change,
  [commandIds.rejectEdit]: nothing,
  // Asks before its one paid request.
  [commandIds.diagnoseConnection]: nothing,
  [commandIds.showLog]: nothing,
} as const satisfies Readonly<Record<CommandId, Rights>>;

/** Commands that send code: they are given it by the gate, and get it in no other way. */
export type CodeCommandId = {
  [Id in CommandId]: (typeof commandRights)[Id]['sendsFile'] extends true ? Id : never;
}[CommandId];

export const messageRights: Readonly<Record<PanelMessage['type'] | SpendPageMessage['type'], Rights>> = {
  'panel-ready': nothing,
  'drafts-changed': nothing,
  'message-sent': paid,
  'answer-stopped': nothing,
  'chat-started': nothing,
  'history-requested': nothing,
  'chat-chosen': nothing,
  'chat-renamed': nothing,
  'chat-pinned': nothing,
  'chat-deleted': nothing,
  'chat-restored': nothing,
  'trash-emptied': nothing,
  'chat-exported': nothing,
  'saving-retried': nothing,
  'window-reload-requested': nothing,
  'model-selected': nothing,
  'error-action-chosen': paid,
  // Asks which model first.
  'other-answer-requested': nothing,
  'command-requested': nothing,
  'text-copied': nothing,
  'code-inserted': change,
  'code-opened': nothing,
  'link-opened': nothing,
  'attachment-opened': nothing,
  'spend-ready': nothing,
  'ledger-requested': nothing,
  'export-requested': nothing,
};
