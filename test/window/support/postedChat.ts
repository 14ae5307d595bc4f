// The chat in sight, as the extension has told the panel.

interface Message {
  readonly id: string;
  readonly role: string;
  readonly status?: string;
}

interface Posted {
  readonly type: string;
  readonly chatId?: string;
  readonly message?: Message;
  readonly messages?: readonly { readonly message: Message }[];
}

/** How many answers of the chat are waited for; those of a chat that was left have ended. */
export function openAnswers(posted: readonly unknown[]): number {
  const all = posted as readonly Posted[];
  const opened = all.findLastIndex(({ type }) => type === 'chat-opened');
  const messages = all
    .slice(Math.max(0, opened))
    .flatMap(({ message, messages: several = [] }) => message ?? several.map((shown) => shown.message));
  const statuses = new Map(messages.map(({ id, status }) => [id, status]));
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
