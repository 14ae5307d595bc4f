// The messages between host and panel about what is sent, waits to be sent, or could not be; a part of panel.ts.
import * as v from 'valibot';
import { longestMessage } from '../shared/draft.ts';
import { chatOutboxSchema } from '../shared/outbox.ts';
import { nothing, paid } from '../shared/rights.ts';
import { pageMessage } from './page.ts';

const chatId = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const messageId = v.pipe(v.string(), v.maxLength(200));
/** Given by the page, which counts them. */
const requestId = v.pipe(v.number(), v.safeInteger());

/** Host to panel. */
export const outboxHostMessages = [
  /** What the chat has to send, in place of what the panel knew of it. */
  v.object({
    type: v.literal('outbox-changed'),
    chatId: v.string(),
    outbox: chatOutboxSchema,
    /** False while the store refuses it: its texts are with the page alone, if this window ends. */
    isStored: v.boolean(),
  }),
  /** The message of that request was sent, waits, or came back: the news of that were told before. */
  v.object({ type: v.literal('message-answered'), requestId }),
] as const;

/** Panel to host. */
export const outboxPanelMessages = [
  /** The user sends a message: it goes out now, or after the answer that is being written. The panel knows no chat before the first one is opened: ''. */
  pageMessage('message-sent', paid, {
    requestId,
    chatId: v.pipe(v.string(), v.maxLength(200)),
    text: v.pipe(v.string(), v.maxLength(longestMessage)),
    /** Those of the draft that go with it. */
    attachmentIds: v.pipe(v.array(messageId), v.maxLength(1_000)),
  }),
  /** A waiting message is to go out now. */
  pageMessage('queued-message-sent', paid, { chatId, messageId }),
  pageMessage('queued-message-removed', nothing, { chatId, messageId }),
  /** A waiting message is to come back into the composer. */
  pageMessage('queued-message-edited', nothing, { chatId, messageId }),
  /** The composer has these texts now. */
  pageMessage('returned-texts-taken', nothing, {
    chatId,
    messageIds: v.pipe(v.array(messageId), v.maxLength(1_000)),
  }),
  pageMessage('draft-attachment-removed', nothing, { chatId, attachmentId: messageId }),
] as const;

export type OutboxPanelMessage = v.InferOutput<(typeof outboxPanelMessages)[number]>;
