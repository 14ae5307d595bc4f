// Every message from the chat panel to the extension host, which validates what arrives. Apart from the other direction, so that the
// panel's bundle need not hold them.
import * as v from 'valibot';
import { keptDraftSchema, openChatSchema } from '../shared/draft.ts';
import { change, nothing, paid } from '../shared/rights.ts';
import { historyPanelMessages } from './history.ts';
import { outboxPanelMessages } from './outbox.ts';
import { pageMessage, readyMessage } from './page.ts';

/** The commands that the panel may ask for by name. */
export const panelCommands = [
  'set-api-key',
  'choose-model',
  'open-dashboard',
  'open-settings',
  'open-instructions',
] as const;

/** Panel to host. */
export const panelMessageSchema = v.variant('type', [
  /** With the chat that was open before the panel was loaded anew; empty for none. */
  readyMessage({ chatId: v.pipe(v.string(), v.maxLength(200)), openedAt: v.number() }),
  /** What has been written since the last one, and the chat that is open. */
  pageMessage('drafts-changed', nothing, {
    drafts: v.pipe(v.array(keptDraftSchema), v.maxLength(100)),
    openChat: openChatSchema,
  }),
  ...outboxPanelMessages,
  pageMessage('answer-stopped', nothing, {}),
  pageMessage('chat-started', nothing, {}),
  ...historyPanelMessages,
  pageMessage('model-selected', nothing, { model: v.pipe(v.string(), v.minLength(1), v.maxLength(300)) }),
  /** A button of an error: the answer it belongs to, and the remedy by its id. */
  pageMessage('error-action-chosen', paid, {
    messageId: v.string(),
    action: v.pipe(v.string(), v.maxLength(100)),
  }),
  /** The question of an answer, for another model: the host asks which one first, so that nothing is paid yet. */
  pageMessage('other-answer-requested', nothing, { messageId: v.string() }),
  pageMessage('command-requested', nothing, { command: v.picklist(panelCommands) }),
  pageMessage('text-copied', nothing, { text: v.string() }),
  pageMessage('code-inserted', change, { code: v.string() }),
  pageMessage('code-opened', nothing, { code: v.string(), language: v.string() }),
  pageMessage('link-opened', nothing, { url: v.pipe(v.string(), v.maxLength(8_192)) }),
  pageMessage('attachment-opened', nothing, { messageId: v.string(), attachmentId: v.string() }),
]);

export type PanelMessage = v.InferOutput<typeof panelMessageSchema>;
export type PanelCommand = (typeof panelCommands)[number];
