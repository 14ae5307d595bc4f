// The chat in sight, as the extension has told the panel.

interface Message {
  readonly id: string;
  readonly role: string;
  readonly status?: string;
}

interface Posted {
  readonly type: string;
  readonly chatId?: string;
  readonly messageId?: string;
  readonly message?: Message;
  readonly messages?: readonly { readonly message: Message }[];
}

/** How many answers of the chat are waited for; those of a chat that was left have ended. */
export function openAnswers(posted: readonly unknown[]): number {
  const all = posted as readonly Posted[];
  const opened = all.findLastIndex(({ type }) => type === 'chat-opened');
  const statuses = new Map<string, string | undefined>();
  for (const { type, messageId = '', message, messages = [] } of all.slice(Math.max(0, opened))) {
    if (type === 'message-removed') {
      // One that was asked for in vain goes out of sight before it ends.
      statuses.delete(messageId);
    }
    for (const { id, status } of message ? [message] : messages.map((shown) => shown.message)) {
      statuses.set(id, status);
    }
  }
  return [...statuses.values()].filter((status) => status === 'waiting' || status === 'streaming').length;
}

/** The id of the chat. */
export function chatInSight(posted: readonly unknown[]): string {
  return (posted as readonly Posted[]).findLast(({ chatId }) => chatId !== undefined)?.chatId ?? '';
}

/** The id of its last answer. */
export function answerInSight(posted: readonly unknown[]): string {
  return (posted as readonly Posted[]).findLast(({ message }) => message?.role === 'assistant')?.message?.id ?? '';
}
