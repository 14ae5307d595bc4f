// What each message of our pages needs and may do: one row for each, which gate.ts goes by. A message without a row does not compile.
// What commands may do stands in their own tables.
import { change, nothing, paid, type Rights } from '../../contributions/rights.ts';
import type { PanelMessage } from '../../protocol/panel.ts';
import type { SpendPageMessage } from '../../protocol/spend.ts';

export type PageMessageType = PanelMessage['type'] | SpendPageMessage['type'];

export const messageRights: Readonly<Record<PageMessageType, Rights>> = {
  'page-ready': nothing,
  'drafts-changed': nothing,
  'message-sent': paid,
  'queued-message-sent': paid,
  'queued-message-removed': nothing,
  'queued-message-edited': nothing,
  'returned-texts-taken': nothing,
  'draft-attachment-removed': nothing,
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
  'ledger-requested': nothing,
  'export-requested': nothing,
};
